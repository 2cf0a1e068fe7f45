package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.credential.Thumbprint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.Keys;
import dev.imappoller.testing.OAuthServer;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each grant against a token endpoint that verifies what it is shown. */
class GrantsTest {
    private static final KeyPair KEY = Keys.rsa();
    private static final String SHA1 = "84e05c1d98bce3a5421d225b140b36e86a3d5534";
    private static final String SHA256 = SHA1 + "000000000000000000000000";
    private static final String ACCOUNT = "reader@p.iam.gserviceaccount.com";

    private final OAuthWorld world = new OAuthWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aServiceAccountActsForAnAccount() throws Exception {
        world.fixture.aws.secret("imap-poller/google", Keys.google(KEY, ACCOUNT));
        trustServiceAccount(Map.of("kid", "key-1", "alg", "RS256"));

        String token = world.fixture.login(serviceAccount(Map.of()));

        assertThat(world.server.accessTokens()).containsExactly(token);
        assertThat(world.server.forms("/token"))
                .singleElement()
                .satisfies(form -> assertThat(form).containsOnlyKeys("grant_type", "assertion"))
                .satisfies(form ->
                        assertThat(form.get("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer"));
        world.fixture.clock.advance(Duration.ofHours(1));
        world.fixture.login(serviceAccount(Map.of()));
        assertThat(world.server.accessTokens())
                .as("another assertion, with another jti")
                .hasSize(2);
    }

    @Test
    void aServiceAccountWithAPlainKeyIsNamedByTheItem() throws Exception {
        world.fixture.aws.secret("imap-poller/google", Keys.pem(KEY));
        trustServiceAccount(Map.of("alg", "RS256"));

        assertThat(world.fixture.failure(serviceAccount(Map.of())).detail())
                .startsWith("The private key secretsmanager:imap-poller/google can't be used")
                .contains("does not name the service account", "clientId");
        assertThat(world.fixture.login(serviceAccount(Map.of("clientId", ACCOUNT))))
                .startsWith("access-canary");
    }

    @Test
    void theKeyMayBeAMemberOfASecret() throws Exception {
        world.fixture.aws.secret(
                "imap-poller/google", "{\"key\":\"" + Keys.pem(KEY).replace("\n", "\\n") + "\"}");
        trustServiceAccount(Map.of());

        assertThat(world.fixture.login(serviceAccount(
                        Map.of("clientId", ACCOUNT, "privateKeyRef", "secretsmanager:imap-poller/google#key"))))
                .startsWith("access-canary");
    }

    @Test
    void aReplacedKeyIsTakenAtOnceAfterARefusal() throws Exception {
        world.fixture.aws.secret("imap-poller/google", Keys.google(Keys.rsa(), ACCOUNT));
        trustServiceAccount(Map.of());
        Failure failure = world.fixture.failure(serviceAccount(Map.of()));
        assertThat(failure.status()).isEqualTo(PollerStatus.REAUTH_REQUIRED);
        assertThat(failure.detail()).contains("Invalid JWT Signature", "make a new key, and store it");

        world.fixture.aws.secret("imap-poller/google", Keys.google(KEY, ACCOUNT));
        world.fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(world.fixture.login(serviceAccount(Map.of()))).startsWith("access-canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {SHA1, SHA256})
    void aCertificateTakesThePlaceOfASecret(String thumbprint) throws Exception {
        world.fixture.aws.parameter("/imap-poller/key", Keys.pem(KEY));
        trustClient(thumbprint);

        String token = world.fixture.login(world.poller(Map.of(
                "grant",
                "client_credentials",
                "clientId",
                OAuthServer.CLIENT,
                "clientAssertionKeyRef",
                "ssm:/imap-poller/key",
                "thumbprint",
                thumbprint)));

        assertThat(world.server.accessTokens()).containsExactly(token);
        assertThat(world.server.forms("/token"))
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsOnlyKeys(
                                "grant_type", "client_id", "client_assertion_type", "client_assertion", "scope")
                        .containsEntry("grant_type", "client_credentials"));
    }

    @Test
    void aCertificateProvesTheClientOfARefreshTokenToo() throws Exception {
        world.fixture.aws.parameter("/imap-poller/key", Keys.pem(KEY));
        trustClient(SHA256);
        Poller poller = world.grantee(Map.of("clientAssertionKeyRef", "ssm:/imap-poller/key", "thumbprint", SHA256));
        AuthorizeResult.ToOpen page = (AuthorizeResult.ToOpen) world.authorize.begin(poller);
        assertThat(world.authorize.answer(poller, world.server.consent(page.url())))
                .isInstanceOf(AuthorizeResult.Granted.class);

        assertThat(world.fixture.login(poller)).startsWith("access-canary");

        assertThat(world.server.forms("/token"))
                .extracting(form -> form.get("grant_type"))
                .containsExactly("authorization_code", "refresh_token");
    }

    @Test
    void aKeyThatIsNoneIsSaidAndNothingAsked() {
        world.fixture.aws.parameter("/imap-poller/key", Keys.pkcs1(KEY));

        Failure failure = world.fixture.failure(world.poller(Map.of(
                "grant",
                "client_credentials",
                "clientId",
                OAuthServer.CLIENT,
                "clientAssertionKeyRef",
                "ssm:/imap-poller/key",
                "thumbprint",
                SHA1)));

        assertThat(failure.status()).isEqualTo(PollerStatus.SECRET_UNAVAILABLE);
        assertThat(failure.detail())
                .startsWith("The private key ssm:/imap-poller/key can't be used: it is in PKCS #1")
                .contains("openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out NEW.pem");
        assertThat(world.server.forms("/token")).isEmpty();
    }

    @Test
    void aKeyOfAnotherCertificateIsSaid() {
        world.fixture.aws.parameter("/imap-poller/key", Keys.pem(Keys.rsa()));
        trustClient(SHA1);

        Failure failure = world.fixture.failure(world.poller(Map.of(
                "grant",
                "client_credentials",
                "clientId",
                OAuthServer.CLIENT,
                "clientAssertionKeyRef",
                "ssm:/imap-poller/key",
                "thumbprint",
                SHA1)));

        assertThat(failure.status()).isEqualTo(PollerStatus.AUTH_FAILED);
        assertThat(failure.detail()).contains("AADSTS700027", "thumbprint", "clientAssertionKeyRef");
    }

    @Test
    void aTokenThatNobodyHasGrantedYetIsSaid() {
        Failure failure = world.fixture.failure(world.grantee(Map.of()));

        assertThat(failure.status()).isEqualTo(PollerStatus.SECRET_UNAVAILABLE);
        assertThat(failure.detail())
                .isEqualTo(
                        "The secret ssm:/imap-poller/token can't be used: nobody has granted access yet. Op authorize"
                                + " does, and writes it.");
    }

    @ParameterizedTest
    @CsvSource({
        "unauthorized_client, 'Client is unauthorized to retrieve access tokens using this method, or client not authorized"
                + " for any of the scopes requested.', AUTH_FAILED, Domain-wide delegation",
        "invalid_grant, Invalid email or User ID, REAUTH_REQUIRED, check subject",
        "invalid_grant, 'Invalid grant: account not found', REAUTH_REQUIRED, make a new key",
        "invalid_client, AADSTS7000222: expired, AUTH_FAILED, has expired",
        "invalid_client, AADSTS7000218: none, AUTH_FAILED, clientSecretRef",
        "unauthorized_client, AADSTS700016: not found, AUTH_FAILED, check clientId",
        "invalid_grant, AADSTS65001: consent, REAUTH_REQUIRED, Grant admin consent",
        "invalid_grant, AADSTS53003: blocked, REAUTH_REQUIRED, Conditional Access",
        "invalid_grant, AADSTS700082: inactive, REAUTH_REQUIRED, op authorize",
        "invalid_request, AADSTS9002313: malformed, INVALID_CONFIG, not whole"
    })
    void saysWhatToChangeByWhatIsSaid(String error, String description, PollerStatus status, String todo) {
        world.fixture.aws.parameter("/imap-poller/token", "r1");
        world.server.refuse(400, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + " canary\"}");

        Failure failure = world.fixture.failure(world.grantee(Map.of()));

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.detail()).contains(todo).doesNotContain("canary").endsWith(".");
    }

    private Poller serviceAccount(Map<String, Object> more) {
        Map<String, Object> oauth = new java.util.HashMap<>(Map.of(
                "grant", "jwt-bearer",
                "privateKeyRef", "secretsmanager:imap-poller/google",
                "scope", "https://mail.google.com/"));
        oauth.putAll(more);
        return world.poller(oauth);
    }

    private void trustServiceAccount(Map<String, String> header) {
        world.server
                .verifier()
                .trust(
                        KEY.getPublic(),
                        header,
                        Map.of("iss", ACCOUNT, "sub", "user@example.com", "scope", "https://mail.google.com/"),
                        3600);
    }

    private void trustClient(String thumbprint) {
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(new Thumbprint(thumbprint).octets());
        boolean long64 = thumbprint.length() == 64;
        world.server
                .verifier()
                .trust(
                        KEY.getPublic(),
                        Map.of("alg", long64 ? "PS256" : "RS256", long64 ? "x5t#S256" : "x5t", hash),
                        Map.of("iss", OAuthServer.CLIENT, "sub", OAuthServer.CLIENT),
                        600);
    }
}
