package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
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
            "grant", "client_credentials",
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

    private Login login() {
        Optional<Poller> poller = PollerItem.read("a", item).poller();
        assertThat(poller).as("%s", PollerItem.read("a", item).config()).isPresent();
        return poller.get().login();
    }

    private List<String> problems() {
        return ((PollerEntry.Config.Invalid) PollerItem.read("a", item).config()).problems();
    }
}
