package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.credential.AuthorizationServer;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.OAuthClient;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.credential.Thumbprint;
import dev.imappoller.poller.url.WebUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthItemTest {
    private static final String SHA1 = "84:E0:5C:1D:98:BC:E3:A5:42:1D:22:5B:14:0B:36:E8:6A:3D:55:34";

    private final Map<String, Object> item = Pollers.item();
    private final Map<String, Object> oauth = new HashMap<>();

    OAuthItemTest() {
        item.remove("password");
    }

    @Test
    void aPersonGrantsAccessUnlessSomethingElseIsSaid() {
        personGrants();
        oauth.put("clientSecret", "canary");

        OAuthGrant.AuthorizationCode grant = (OAuthGrant.AuthorizationCode) grant();

        assertThat(grant.tokenUrl()).hasToString("https://login.example.com/token");
        assertThat(grant.client().id()).isEqualTo("app");
        assertThat(grant.client().proof())
                .isEqualTo(new OAuthClient.SharedSecret(new SecretSource.Given(new Secret("canary"))));
        assertThat(grant.scope()).contains("mail");
        assertThat(grant.references()).containsExactly(SecretReference.parse("ssm:/imap-poller/token"));
        assertThat(grant.given()).containsExactly(new Secret("canary"));
        assertThat(grant.server())
                .isEqualTo(new AuthorizationServer(Optional.empty(), Optional.empty(), "http://127.0.0.1"));
        assertThat(grant.toString()).doesNotContain("canary");
    }

    @Test
    void aPublicClientHasNoSecret() {
        personGrants();

        assertThat(((OAuthGrant.AuthorizationCode) grant()).client().proof()).isEqualTo(new OAuthClient.Nothing());
    }

    @Test
    void aClientMayAskForItselfAlone() {
        clientAlone();

        OAuthGrant grant = grant();

        assertThat(grant).isInstanceOf(OAuthGrant.ClientCredentials.class);
        assertThat(grant.refreshToken()).isEmpty();
        assertThat(grant.references())
                .containsExactly(SecretReference.parse("secretsmanager:imap-poller/app#clientSecret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SHA1, "84e05c1d98bce3a5421d225b140b36e86a3d5534", "SHA1 Fingerprint=" + SHA1})
    void aCertificateTakesThePlaceOfASecret(String thumbprint) {
        clientAlone();
        oauth.remove("clientSecretRef");
        oauth.put("clientAssertionKeyRef", "ssm:/imap-poller/key");
        oauth.put("thumbprint", thumbprint);

        assertThat(((OAuthGrant.ClientCredentials) grant()).client().proof())
                .isEqualTo(new OAuthClient.SignedAssertion(
                        SecretReference.parse("ssm:/imap-poller/key"),
                        new Thumbprint("84e05c1d98bce3a5421d225b140b36e86a3d5534")));
    }

    @Test
    void aServiceAccountActsForTheAccountOfTheItem() {
        oauth.put("grant", "jwt-bearer");
        oauth.put("privateKeyRef", "secretsmanager:imap-poller/google");
        item.put("provider", "gmail");

        OAuthGrant.JwtBearer grant = (OAuthGrant.JwtBearer) grant();

        assertThat(grant.tokenUrl()).hasToString("https://oauth2.googleapis.com/token");
        assertThat(grant.scope()).contains("https://mail.google.com/");
        assertThat(grant.issuer()).isEmpty();
        assertThat(grant.subject()).isEqualTo(item.get("username"));
        assertThat(grant.references()).containsExactly(SecretReference.parse("secretsmanager:imap-poller/google"));
        oauth.put("subject", "other@example.com");
        oauth.put("clientId", "reader@project.iam.gserviceaccount.com");
        grant = (OAuthGrant.JwtBearer) grant();
        assertThat(grant.subject()).isEqualTo("other@example.com");
        assertThat(grant.issuer()).contains("reader@project.iam.gserviceaccount.com");
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
        "clientAssertionKeyRef, canary, oauth.clientAssertionKeyRef must be a reference",
        "thumbprint, canary, oauth.thumbprint must be the certificate's",
        "grant, canary, 'oauth.grant must be authorization_code (a person grants access), client_credentials or jwt-bearer'",
        "grant, password, 'oauth.grant must be authorization_code (a person grants access), client_credentials or jwt-bearer'",
        "grant, Client_Credentials, oauth.grant must be authorization_code",
        "grant, '', oauth.grant is empty",
        "refreshToken, canary, oauth.refreshToken belongs to grant authorization_code",
        "refreshTokenRef, ssm:imap-poller/canary, oauth.refreshTokenRef belongs to grant authorization_code",
        "authorizationUrl, https://canary.example.com/, oauth.authorizationUrl belongs to grant authorization_code",
        "deviceAuthorizationUrl, https://canary.example.com/, oauth.deviceAuthorizationUrl belongs to grant authorization_code",
        "redirectUri, http://localhost, oauth.redirectUri belongs to grant authorization_code",
        "privateKeyRef, ssm:imap-poller/canary, oauth.privateKeyRef belongs to grant jwt-bearer",
        "subject, canary@example.com, oauth.subject belongs to grant jwt-bearer",
        "refresh_token, canary, oauth.refresh_token is unknown"
    })
    void namesWhatIsWrongWithAClientAlone(String attribute, String value, String problem) {
        clientAlone();
        oauth.put(attribute, value);

        assertThat(problems())
                .anySatisfy(found -> assertThat(found).startsWith(problem))
                .noneSatisfy(found -> assertThat(found).contains("canary"))
                .hasSize(
                        attribute.startsWith("clientAssertion") || attribute.equals("thumbprint")
                                ? problems().size()
                                : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "refreshTokenRef, canary, oauth.refreshTokenRef must be a reference",
        "refreshToken, canary, oauth.refreshTokenRef can't stand beside refreshToken",
        "authorizationUrl, http://example.com/canary, oauth.authorizationUrl must be https",
        "deviceAuthorizationUrl, example.com/canary, oauth.deviceAuthorizationUrl is not a URL",
        "clientSecretRef, ssm:/imap-poller/token, oauth.refreshTokenRef names what the client proves itself with",
        "redirectUri, urn:ietf:wg:oauth:2.0:canary, oauth.redirectUri is not a URL",
        "redirectUri, myapp://canary, oauth.redirectUri has the scheme",
        "privateKeyRef, ssm:imap-poller/canary, oauth.privateKeyRef belongs to grant jwt-bearer",
        "subject, canary@example.com, oauth.subject belongs to grant jwt-bearer"
    })
    void namesWhatIsWrongWithAPersonsGrant(String attribute, String value, String problem) {
        personGrants();
        oauth.put(attribute, value);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(problem)
                .satisfies(found -> assertThat(found.replace("\"myapp\"", "")).doesNotContain("canary"));
    }

    @ParameterizedTest
    @CsvSource({
        "clientSecret, canary, oauth.clientSecret belongs to grant authorization_code and client_credentials",
        "clientSecretRef, ssm:imap-poller/canary, oauth.clientSecretRef belongs to grant authorization_code and",
        "clientAssertionKeyRef, ssm:imap-poller/canary, oauth.clientAssertionKeyRef belongs to grant authorization_code and",
        "thumbprint, 84e05c1d98bce3a5421d225b140b36e86a3d5534, oauth.thumbprint belongs to grant authorization_code and",
        "refreshTokenRef, ssm:imap-poller/canary, oauth.refreshTokenRef belongs to grant authorization_code:",
        "redirectUri, http://localhost, oauth.redirectUri belongs to grant authorization_code:"
    })
    void namesWhatIsWrongWithAServiceAccount(String attribute, String value, String problem) {
        oauth.put("grant", "jwt-bearer");
        oauth.put("privateKeyRef", "secretsmanager:imap-poller/google");
        item.put("provider", "gmail");
        oauth.put(attribute, value);

        assertThat(problems()).singleElement().asString().startsWith(problem).doesNotContain("canary");
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(problems())
                .hasSize(3)
                .anySatisfy(p -> assertThat(p).startsWith("oauth.tokenUrl is missing"))
                .anySatisfy(p -> assertThat(p).startsWith("oauth.clientId is missing"))
                .anySatisfy(p -> assertThat(p)
                        .startsWith("oauth.refreshTokenRef is missing")
                        .contains("op authorize", "client_credentials or jwt-bearer"));
        oauth.put("grant", "client_credentials");
        assertThat(problems())
                .hasSize(3)
                .anySatisfy(p -> assertThat(p)
                        .startsWith("oauth.clientSecretRef is missing")
                        .contains("clientAssertionKeyRef and thumbprint"));
        oauth.put("grant", "jwt-bearer");
        assertThat(problems())
                .hasSize(3)
                .anySatisfy(p -> assertThat(p).startsWith("oauth.tokenUrl is missing"))
                .anySatisfy(p -> assertThat(p).startsWith("oauth.privateKeyRef is missing"))
                .anySatisfy(p -> assertThat(p).startsWith("oauth.scope is missing"));
    }

    @Test
    void aKeyAndItsThumbprintNeedEachOther() {
        clientAlone();
        oauth.remove("clientSecretRef");
        oauth.put("clientAssertionKeyRef", "ssm:/imap-poller/key");
        assertThat(problems()).singleElement().asString().startsWith("oauth.thumbprint is missing");

        oauth.remove("clientAssertionKeyRef");
        oauth.put("thumbprint", SHA1);
        assertThat(problems()).singleElement().asString().startsWith("oauth.clientAssertionKeyRef is missing");

        oauth.put("clientAssertionKeyRef", "ssm:/imap-poller/key");
        oauth.put("clientSecret", "canary");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("oauth.clientAssertionKeyRef can't stand beside the client's secret");
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, authorization_code, https://oauth2.googleapis.com/token, https://mail.google.com/, "
                + "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent, , http://127.0.0.1",
        "outlook, authorization_code, https://login.microsoftonline.com/consumers/oauth2/v2.0/token, "
                + "https://outlook.office.com/IMAP.AccessAsUser.All offline_access, "
                + "https://login.microsoftonline.com/consumers/oauth2/v2.0/authorize, "
                + "https://login.microsoftonline.com/consumers/oauth2/v2.0/devicecode, http://localhost",
        "microsoft365, authorization_code, https://login.microsoftonline.com/organizations/oauth2/v2.0/token, "
                + "https://outlook.office.com/IMAP.AccessAsUser.All offline_access, "
                + "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize, "
                + "https://login.microsoftonline.com/organizations/oauth2/v2.0/devicecode, http://localhost",
        "fastmail, authorization_code, https://api.fastmail.com/oauth/refresh, "
                + "https://www.fastmail.com/dev/protocol-imap, https://api.fastmail.com/oauth/authorize, , http://127.0.0.1"
    })
    void aProviderFillsInWhereAccessIsGranted(
            String provider, String grant, String tokenUrl, String scope, String page, String device, String redirect) {
        item.put("provider", provider);
        oauth.put("grant", grant);
        oauth.put("clientId", "client");
        oauth.put("refreshTokenRef", "ssm:imap-poller/token");

        assertThat(grant().tokenUrl().text()).isEqualTo(tokenUrl);
        assertThat(grant().scope()).contains(scope);
        AuthorizationServer server = ((OAuthGrant.AuthorizationCode) grant()).server();
        assertThat(server.authorizationUrl().map(WebUrl::text)).contains(page);
        assertThat(server.deviceUrl().map(WebUrl::text)).isEqualTo(Optional.ofNullable(device));
        assertThat(server.redirectUri()).isEqualTo(redirect);
    }

    @Test
    void anApplicationAtMicrosoftNeedsItsTenant() {
        item.put("provider", "microsoft365");
        oauth.put("grant", "client_credentials");
        oauth.put("clientId", "client");
        oauth.put("clientSecret", "canary");
        assertThat(problems()).singleElement().asString().startsWith("oauth.tenant is missing");

        oauth.put("tenant", "11111111-2222-3333-4444-555555555555");
        assertThat(grant().tokenUrl().text())
                .isEqualTo("https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token");
        assertThat(grant().scope()).contains("https://outlook.office365.com/.default");
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, client_credentials, microsoft365 alone has that; at Google take jwt-bearer",
        "outlook, client_credentials, microsoft365 alone has that",
        "microsoft365, jwt-bearer, Google alone has that"
    })
    void aGrantThatTheProviderDoesNotHaveIsSaid(String provider, String grant, String problem) {
        item.put("provider", provider);
        oauth.put("grant", grant);
        oauth.put("clientId", "client");
        oauth.put(grant.equals("jwt-bearer") ? "privateKeyRef" : "clientSecretRef", "ssm:imap-poller/secret");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("oauth.grant can't be " + grant)
                .contains(problem);
    }

    @Test
    void whatTheMapSaysItselfWins() {
        personGrants();
        item.put("provider", "gmail");
        oauth.put("redirectUri", "http://127.0.0.1:8080/back");

        AuthorizationServer server = ((OAuthGrant.AuthorizationCode) grant()).server();

        assertThat(grant().tokenUrl().text()).isEqualTo("https://login.example.com/token");
        assertThat(grant().scope()).contains("mail");
        assertThat(server.redirectUri()).isEqualTo("http://127.0.0.1:8080/back");
        assertThat(server.authorizationUrl()).as("of another's token endpoint").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "microsoft365, a/../../b, oauth.tenant must be the organization's id",
        "microsoft365, .., oauth.tenant must be the organization's id",
        "microsoft365, a@b, oauth.tenant must be the organization's id",
        "gmail, example.com, oauth.tenant is for the provider microsoft365"
    })
    void namesATenantThatCannotBe(String provider, String tenant, String problem) {
        personGrants();
        oauth.remove("tokenUrl");
        oauth.put("tenant", tenant);
        item.put("provider", provider);

        assertThat(problems()).singleElement().asString().startsWith(problem);
    }

    @Test
    void aTenantIsNoneBesideATokenUrl() {
        personGrants();
        oauth.put("tenant", "example.com");
        item.put("provider", "microsoft365");

        assertThat(problems()).singleElement().asString().startsWith("oauth.tenant is for the provider microsoft365");
    }

    private void personGrants() {
        oauth.putAll(Map.of(
                "tokenUrl", "https://login.example.com/token",
                "clientId", "app",
                "scope", "mail",
                "refreshTokenRef", "ssm:/imap-poller/token"));
    }

    private void clientAlone() {
        oauth.putAll(Map.of(
                "grant", "client_credentials",
                "tokenUrl", "https://login.example.com/token",
                "clientId", "app",
                "clientSecretRef", "secretsmanager:imap-poller/app#clientSecret",
                "scope", "https://outlook.office365.com/.default"));
    }

    private OAuthGrant grant() {
        item.put("oauth", Map.copyOf(oauth));
        PollerEntry entry = PollerItem.read("a", item);
        assertThat(entry.poller()).as("%s", entry.config()).isPresent();
        return ((Login.OAuth) entry.poller().get().login()).grant();
    }

    private List<String> problems() {
        item.put("oauth", Map.copyOf(oauth));
        return ((PollerEntry.Config.Invalid) PollerItem.read("a", item).config()).problems();
    }
}
