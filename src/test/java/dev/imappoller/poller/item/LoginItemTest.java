package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginItemTest {
    private final Map<String, Object> item = Pollers.item();
    private final Map<String, Object> oauth = new HashMap<>(Map.of(
            "tokenUrl", "https://login.example.com/token",
            "clientId", "app",
            "clientSecretRef", "secretsmanager:imap-poller/app#clientSecret",
            "scope", "https://outlook.office365.com/.default"));

    @Test
    void aPasswordIsAtHand() {
        assertThat(login()).isEqualTo(new Login.Password(new Secret("pa55word")));
    }

    @Test
    void aPasswordMayBeKeptElsewhere() {
        item.remove("password");
        item.put("passwordSecret", " ssm:/imap-poller/support ");

        assertThat(login()).isEqualTo(new Login.PasswordReference(SecretReference.parse("ssm:/imap-poller/support")));
    }

    @Test
    void aClientMayAskForItselfAlone() {
        withOAuth();

        OAuthGrant grant = ((Login.OAuth) login()).grant();

        assertThat(grant.tokenUrl()).hasToString("https://login.example.com/token");
        assertThat(grant.clientId()).isEqualTo("app");
        assertThat(grant.scope()).contains("https://outlook.office365.com/.default");
        assertThat(grant.refreshToken()).isEmpty();
        assertThat(grant.references())
                .containsExactly(SecretReference.parse("secretsmanager:imap-poller/app#clientSecret"));
    }

    @Test
    void aRefreshTokenNeedsNoClientSecret() {
        oauth.remove("clientSecretRef");
        oauth.remove("scope");
        oauth.put("refreshToken", "canary");
        withOAuth();

        OAuthGrant grant = ((Login.OAuth) login()).grant();

        assertThat(grant.refreshToken()).contains(new SecretSource.Given(new Secret("canary")));
        assertThat(grant.clientSecret()).isEmpty();
        assertThat(grant.toString()).doesNotContain("canary");
    }

    @Test
    void aSigningSecretMayBeKeptElsewhere() {
        item.put("signingSecretRef", "secretsmanager:imap-poller/webhook");

        assertThat(PollerItem.read("a", item).poller().orElseThrow().signingSecretReference())
                .contains(SecretReference.parse("secretsmanager:imap-poller/webhook"));
    }

    @Test
    void thereIsOneWayToLogIn() {
        item.put("passwordSecret", "ssm:/imap-poller/support");
        assertThat(problems()).singleElement().asString().startsWith("passwordSecret can't stand beside password");

        item.remove("password");
        withOAuthBesides();
        assertThat(problems()).singleElement().asString().startsWith("oauth can't stand beside passwordSecret");

        item.remove("passwordSecret");
        item.remove("oauth");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("password is missing")
                .contains("passwordSecret or oauth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary",
                "ssm:",
                "ssm:canary:3",
                "ssm:arn:aws:ssm:eu-central-1:123456789012:parameter/canary",
                "ssm:canary canary",
                "secretsmanager:",
                "secretsmanager:#canary",
                "secretsmanager:canary#",
                "secretsmanager:canary canary",
                "secretsmanager:arn:aws:sqs:eu-central-1:123456789012:secret:canary",
                "SSM:canary"
            })
    void namesABadReferenceAndDoesNotRepeatIt(String reference) {
        item.remove("password");
        item.put("passwordSecret", reference);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("passwordSecret must")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "ssm:imap-poller/a, imap-poller/a",
        "ssm:/imap-poller/a, imap-poller/a",
        "secretsmanager:imap-poller/a, imap-poller/a",
        "secretsmanager:imap-poller/a#b.c, imap-poller/a",
        "secretsmanager:arn:aws:secretsmanager:eu-central-1:123456789012:secret:imap-poller/a-AbCdEf, imap-poller/a-AbCdEf",
        "secretsmanager:arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a-AbCdEf#k, a-AbCdEf"
    })
    void readsAReferenceAndWritesItAsItWas(String reference, String name) {
        assertThat(SecretReference.parse(reference)).hasToString(reference);
        assertThat(SecretReference.parse(reference).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "tokenUrl, '', oauth.tokenUrl is empty",
        "tokenUrl, ftp://example.com/, oauth.tokenUrl has the scheme",
        "tokenUrl, http://example.com/token?canary, oauth.tokenUrl must be https",
        "tokenUrl, HTTP://localhost/, oauth.tokenUrl must be https",
        "tokenUrl, https://canary:canary@example.com/, oauth.tokenUrl must not hold a user",
        "clientId, '', oauth.clientId is empty",
        "clientSecretRef, canary, oauth.clientSecretRef must be a reference",
        "clientSecret, canary, oauth.clientSecretRef can't stand beside clientSecret",
        "refreshTokenRef, canary, oauth.refreshTokenRef must be a reference",
        "refresh_token, canary, oauth.refresh_token is unknown"
    })
    void namesWhatIsWrongWithinOAuth(String attribute, String value, String problem) {
        oauth.put(attribute, value);
        withOAuth();

        assertThat(problems()).singleElement().asString().startsWith(problem).doesNotContain("canary");
    }

    @Test
    void namesWhatIsMissingFromOAuth() {
        oauth.clear();
        withOAuth();

        assertThat(problems())
                .hasSize(3)
                .anySatisfy(p -> assertThat(p).startsWith("oauth.tokenUrl is missing"))
                .anySatisfy(p -> assertThat(p).startsWith("oauth.clientId is missing"))
                .anySatisfy(p -> assertThat(p).startsWith("oauth.clientSecretRef is missing"));
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, true, https://oauth2.googleapis.com/token, https://mail.google.com/",
        "outlook, true, https://login.microsoftonline.com/consumers/oauth2/v2.0/token, "
                + "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
        "microsoft365, true, https://login.microsoftonline.com/organizations/oauth2/v2.0/token, "
                + "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
        "microsoft365, false, https://login.microsoftonline.com/organizations/oauth2/v2.0/token, "
                + "https://outlook.office365.com/.default",
        "fastmail, true, https://api.fastmail.com/oauth/refresh, https://www.fastmail.com/dev/protocol-imap"
    })
    void aProviderFillsInWhereTokensAreGot(String provider, boolean byAPerson, String tokenUrl, String scope) {
        oauth.clear();
        oauth.put("clientId", "client");
        oauth.put(byAPerson ? "refreshToken" : "clientSecret", "secret");
        item.put("provider", provider);
        withOAuth();

        assertThat(grant().tokenUrl().text()).isEqualTo(tokenUrl);
        assertThat(grant().scope()).contains(scope);
    }

    @Test
    void whatTheMapSaysItselfWins() {
        oauth.put("tokenUrl", "https://login.example.com/token");
        oauth.put("scope", "mail");
        item.put("provider", "gmail");
        withOAuth();

        assertThat(grant().tokenUrl().text()).isEqualTo("https://login.example.com/token");
        assertThat(grant().scope()).contains("mail");
    }

    @Test
    void aTenantGoesIntoMicrosoftsAddress() {
        oauth.remove("tokenUrl");
        oauth.put("tenant", "11111111-2222-3333-4444-555555555555");
        item.put("provider", "microsoft365");
        withOAuth();

        assertThat(grant().tokenUrl().text())
                .isEqualTo("https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token");
    }

    @ParameterizedTest
    @CsvSource({
        "microsoft365, a/../../b, oauth.tenant must be the organization's id",
        "microsoft365, .., oauth.tenant must be the organization's id",
        "microsoft365, a@b, oauth.tenant must be the organization's id",
        "gmail, example.com, oauth.tenant is for the provider microsoft365"
    })
    void namesATenantThatCannotBe(String provider, String tenant, String problem) {
        oauth.remove("tokenUrl");
        oauth.put("tenant", tenant);
        item.put("provider", provider);
        withOAuth();

        assertThat(problems()).singleElement().asString().startsWith(problem);
    }

    @Test
    void aTenantIsNoneBesideATokenUrl() {
        oauth.put("tokenUrl", "https://login.example.com/token");
        oauth.put("tenant", "example.com");
        item.put("provider", "microsoft365");
        withOAuth();

        assertThat(problems()).singleElement().asString().startsWith("oauth.tenant is for the provider microsoft365");
    }

    @Test
    void namesTypesThatAreWrong() {
        item.remove("password");
        item.put("oauth", "canary");
        assertThat(problems()).singleElement().asString().startsWith("oauth must be a map (M)");

        oauth.put("scope", BigDecimal.ONE);
        withOAuth();
        assertThat(problems()).singleElement().asString().startsWith("oauth.scope must be a string (S)");
    }

    @Test
    void aSigningSecretStandsInOnePlace() {
        item.put("signingSecret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        item.put("signingSecretRef", "ssm:/imap-poller/webhook");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("signingSecretRef can't stand beside signingSecret");
    }

    private void withOAuth() {
        item.remove("password");
        withOAuthBesides();
    }

    private void withOAuthBesides() {
        item.put("oauth", Map.copyOf(oauth));
    }

    private OAuthGrant grant() {
        return ((Login.OAuth) login()).grant();
    }

    private Login login() {
        Optional<Poller> poller = PollerItem.read("a", item).poller();
        assertThat(poller).as("%s", PollerItem.read("a", item).config()).isPresent();
        return poller.get().login();
    }

    private List<String> problems() {
        return ((PollerEntry.Config.Invalid) PollerItem.read("a", item).config()).problems();
    }
}
