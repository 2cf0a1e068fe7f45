package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.Keys;
import dev.imappoller.testing.OAuthServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** End to end: access is granted by the function's events, and mail is read with it, from a Dovecot that asks whose tokens they are. */
@EnabledOnOs(OS.LINUX)
class AuthorizeFunctionIT {
    private static final KeyPair KEY = Keys.rsa();
    private static final String ACCOUNT = "reader@p.iam.gserviceaccount.com";

    private static Receiver identity;
    private static OAuthServer server;
    private static Dovecot dovecot;
    private static AwsSecrets aws;
    private static TestPollers pollers;

    private final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    private final String token = "/imap-poller/" + user;

    private Receiver app;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Dovecot.available(), "dovecot is not installed");
        identity = Receiver.http();
        server = new OAuthServer(Clock.systemUTC());
        dovecot = Dovecot.startWithTokens(identity.uri("/introspect"));
        aws = AwsSecrets.start();
        pollers = TestPollers.start(aws.environment());
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            pollers.close();
            aws.close();
            dovecot.close();
            identity.close();
            server.close();
        }
    }

    @BeforeEach
    void open() {
        app = Receiver.http();
        pollers.deleteAll();
        aws.clear();
        server.clear();
        identity.on("/introspect", this::introspect);
        dovecot.append(user, "INBOX", TestMail.message("one"));
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void aPersonGrantsAccessByABrowser() {
        put(Map.of());
        pollers.poll("p");
        assertThat(pollers.status("p")).isEqualTo("SECRET_UNAVAILABLE");
        assertThat(pollers.statusDetail("p")).contains("nobody has granted access yet", "Op authorize");

        JsonPath begun = authorize("");
        String page = begun.getString("signIn.url");
        assertThat(begun.getString("done")).startsWith("Open url in a browser").contains("\"answer\"");
        assertThat(begun.getString("error")).isNull();
        String address = server.consent(page);
        JsonPath granted = authorize(",\"answer\":\"" + address + "\"");

        assertThat(granted.getString("error")).isNull();
        assertThat(granted.getString("done"))
                .isEqualTo("Access is granted, and the refresh token is kept in ssm:" + token + ".");
        assertThat(granted.getList("steps.ok")).containsOnly(true);
        assertThat(granted.getString("pollers[0].status")).isEqualTo("OK");
        assertThat(granted.getInt("pollers[0].unreadCount")).isEqualTo(1);
        assertThat(aws.parameter(token)).startsWith("refresh-canary");
        assertThat(authorize(",\"answer\":\"" + address + "\"").getString("error"))
                .contains("No sign-in for p is under way");
        assertDelivered();
        assertThat(begun.prettify() + granted.prettify()).doesNotContain("canary");
        assertThat(pollers.output()).doesNotContain("canary", address.replaceAll(".*state=([^&]*).*", "$1"));
        assertThat(pollers.ledger("p").toString()).doesNotContain("verifier");
    }

    @Test
    void aPersonGrantsAccessByADevice() {
        put(Map.of());

        JsonPath begun = authorize(",\"device\":true");
        assertThat(begun.getString("signIn.url")).isEqualTo("https://microsoft.com/devicelogin");
        server.typed(begun.getString("signIn.code"), true);
        JsonPath granted = authorize(",\"device\":true");

        assertThat(granted.getString("done")).startsWith("Access is granted");
        assertThat(granted.getString("pollers[0].status")).isEqualTo("OK");
        assertDelivered();
        assertThat(begun.prettify() + granted.prettify()).doesNotContain("canary");
        assertThat(pollers.output()).doesNotContain("canary");
    }

    @Test
    void whatIsWrongIsSaid() {
        put(Map.of());
        assertThat(authorize(",\"answer\":\"code-canary\"").getString("error"))
                .isEqualTo(
                        "answer is not what it should be: it is no address. Copy what the browser's address bar shows at the"
                                + " end, beginning with http.");
        assertThat(authorize(",\"answer\":\"\"").getString("error")).startsWith("answer must be the address");
        String state = server.consent(authorize("").getString("signIn.url")).replaceAll(".*state=([^&]*).*", "$1");
        assertThat(authorize(",\"answer\":\"http://127.0.0.1/?error=access_denied&error_description=AADSTS65004&state="
                                + state + "\"")
                        .getString("error"))
                .contains("access_denied AADSTS65004", "Begin again, and accept");

        put(Map.of("grant", "implicit"));
        assertThat(authorize("").getString("error"))
                .startsWith("Correct this item first: oauth.grant must be authorization_code");
        assertThat(pollers.invoke("{\"op\":\"authorize\"}").getString("error")).contains("names no poller");
    }

    @Test
    void aServiceAccountReadsTheMailbox() {
        aws.secret("imap-poller/google", Keys.google(KEY, ACCOUNT));
        server.verifier().trust(KEY.getPublic(), Map.of("alg", "RS256"), Map.of("iss", ACCOUNT, "sub", user), 3600);
        pollers.put(
                "p",
                item(Map.of(
                        "grant", "jwt-bearer",
                        "tokenUrl", server.uri("/token").toString(),
                        "scope", "https://mail.google.com/",
                        "privateKeyRef", "secretsmanager:imap-poller/google")));

        assertDelivered();
    }

    @Test
    void aCertificateTakesThePlaceOfASecret() {
        aws.parameter("/imap-poller/key", Keys.pem(KEY));
        for (int octets : new int[] {20, 32}) {
            byte[] hash = new byte[octets];
            hash[0] = 7;
            server.verifier()
                    .trust(
                            KEY.getPublic(),
                            Map.of(
                                    octets == 20 ? "x5t" : "x5t#S256",
                                    Base64.getUrlEncoder().withoutPadding().encodeToString(hash)),
                            Map.of("iss", OAuthServer.CLIENT, "sub", OAuthServer.CLIENT),
                            600);
            pollers.put(
                    "p",
                    item(Map.of(
                            "grant",
                            "client_credentials",
                            "tokenUrl",
                            server.uri("/token").toString(),
                            "clientId",
                            OAuthServer.CLIENT,
                            "clientAssertionKeyRef",
                            "ssm:/imap-poller/key",
                            "thumbprint",
                            HexFormat.of().formatHex(hash))));

            JsonPath checked = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\"}");

            assertThat(checked.getString("pollers[0].status"))
                    .as(checked.getString("pollers[0].statusDetail"))
                    .isEqualTo("OK");
        }
        assertDelivered();
    }

    private static JsonPath authorize(String more) {
        return pollers.invoke("{\"op\":\"authorize\",\"pollerId\":\"p\"" + more + "}");
    }

    private void assertDelivered() {
        pollers.poll("p");
        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertThat(app.requests()).hasSize(1);
        assertThat(dovecot.unseen(user, "INBOX")).isEmpty();
    }

    private Answer introspect(Request request) {
        boolean active = server.accessTokens()
                .contains(OAuthServer.fields(request.text()).getOrDefault("token", ""));
        return Answers.response(
                200,
                "{\"active\":" + active + (active ? ",\"username\":\"" + user + "\"" : "") + "}",
                "Content-Type: application/json");
    }

    private void put(Map<String, Object> more) {
        Map<String, Object> oauth = new HashMap<>(Map.of(
                "tokenUrl",
                server.uri("/token").toString(),
                "authorizationUrl",
                server.uri("/authorize").toString(),
                "deviceAuthorizationUrl",
                server.uri("/devicecode").toString(),
                "clientId",
                OAuthServer.CLIENT,
                "scope",
                "mail offline_access",
                "refreshTokenRef",
                "ssm:" + token));
        oauth.putAll(more);
        pollers.put("p", item(oauth));
    }

    private Map<String, Object> item(Map<String, Object> oauth) {
        return Map.of(
                "host",
                "localhost",
                "port",
                dovecot.imapsPort(),
                "username",
                user,
                "url",
                app.uri("/").toString(),
                "oauth",
                oauth);
    }
}
