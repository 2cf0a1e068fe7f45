package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** End to end with secrets that AWS keeps, and with access tokens that Dovecot has checked where they come from. */
@EnabledOnOs(OS.LINUX)
class CredentialsPollFunctionIT {
    private static Receiver identity;
    private static Receiver tokens;
    private static Dovecot dovecot;
    private static AwsSecrets aws;
    private static TestPollers pollers;
    private static final Set<String> VALID = ConcurrentHashMap.newKeySet();

    private final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    private final String name = UUID.randomUUID().toString();

    private Receiver app;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Dovecot.available(), "dovecot is not installed");
        identity = Receiver.http();
        tokens = Receiver.https(TestCertificates.trusted());
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
            tokens.close();
        }
    }

    @BeforeEach
    void open() {
        app = Receiver.http();
        pollers.deleteAll();
        aws.clear();
        identity.on("/introspect", this::introspect);
        tokens.forget();
        tokens.on("/token", request -> grant("good", "r2"));
        VALID.clear();
        VALID.add("good");
        dovecot.append(user, "INBOX", TestMail.message("one"));
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void deliversWithAPasswordAndASigningSecretThatAreKeptElsewhere() {
        aws.parameter("/imap-poller/" + name, ImapServer.PASSWORD)
                .secret("imap-poller/" + name, "{\"sign\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}");
        put(Map.of(
                "passwordSecret", "ssm:/imap-poller/" + name,
                "signingSecretRef", "secretsmanager:imap-poller/" + name + "#sign"));

        pollers.poll("p");

        assertDelivered();
        assertThat(app.requests().get(0).header("webhook-signature")).isPresent();
    }

    @Test
    void aRotatedPasswordNeedsNoDeployment() {
        try (MailServer server = MailServer.start(TestCertificates.trusted())) {
            server.user(user, "first");
            aws.parameter("/imap-poller/" + name, "first");
            put(Map.of("passwordSecret", "ssm:/imap-poller/" + name, "port", server.imapsPort()));
            pollers.poll("p");
            assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");

            server.user(user, "second");
            aws.parameter("/imap-poller/" + name, "second");
            pollers.poll("p");

            assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        }
    }

    @Test
    void saysWhichSecretIsMissingAndPollsTheOthers() {
        aws.parameter("/imap-poller/" + name, ImapServer.PASSWORD);
        put(Map.of("passwordSecret", "ssm:/imap-poller/" + name));
        Map<String, Object> bad = item(Map.of("passwordSecret", "ssm:/imap-poller/missing-" + name));
        pollers.put("bad", bad);

        pollers.invoke("{}");

        assertDelivered();
        assertThat(pollers.status("bad")).isEqualTo("SECRET_UNAVAILABLE");
        assertThat(pollers.statusDetail("bad")).contains("ssm:/imap-poller/missing-" + name, "Create it");
    }

    @Test
    void deliversWithATokenOfTheClientAlone() {
        aws.secret("imap-poller/" + name, "client-canary");
        putOAuth(Map.of(
                "grant",
                "client_credentials",
                "clientSecretRef",
                "secretsmanager:imap-poller/" + name,
                "scope",
                "mail"));

        pollers.poll("p");

        assertDelivered();
        assertThat(tokens.requests("/token"))
                .singleElement()
                .satisfies(request -> assertThat(request.text())
                        .isEqualTo("grant_type=client_credentials&client_id=app-" + name
                                + "&client_secret=client-canary&scope=mail"));
        pollers.poll("p");
        assertThat(tokens.requests("/token")).hasSize(1);
    }

    @Test
    void deliversWithARefreshTokenAndWritesItsSuccessorBack() {
        aws.secret("imap-poller/" + name, "{\"refreshToken\":\"r1\"}");
        putOAuth(Map.of("refreshTokenRef", "secretsmanager:imap-poller/" + name + "#refreshToken"));

        pollers.poll("p");

        assertDelivered();
        assertThat(aws.secret("imap-poller/" + name)).isEqualTo("{\"refreshToken\":\"r2\"}");
    }

    @Test
    void aTokenThatTheServerRefusesIsReplacedAtOnce() {
        putOAuth(Map.of("grant", "client_credentials", "clientSecret", "x"));
        pollers.poll("p");
        assertThat(pollers.status("p")).isEqualTo("OK");
        VALID.clear();
        VALID.add("fresh");
        tokens.on("/token", request -> grant("fresh", "r2"));

        pollers.poll("p");

        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
    }

    @Test
    void saysWhenTheServerRefusesAFreshToken() {
        VALID.clear();
        putOAuth(Map.of("grant", "client_credentials", "clientSecret", "x"));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("AUTH_FAILED");
        assertThat(pollers.statusDetail("p")).contains("may read this mailbox").doesNotContain("good");
        assertThat(app.requests()).isEmpty();
        assertThat(dovecot.unseen(user, "INBOX")).hasSize(1);
    }

    @Test
    void saysWhenAPersonHasToGrantAccessAgainAndAsksNoMore() {
        tokens.on("/token", Answers.response(400, "{\"error\":\"invalid_grant\"}"));
        putOAuth(Map.of("refreshToken", "r1"));

        pollers.poll("p");
        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("REAUTH_REQUIRED");
        assertThat(tokens.requests("/token")).hasSize(1);
    }

    @Test
    void aCheckTellsWhereSecretsCameFromAndNeverWhatTheyAre() {
        aws.parameter("/imap-poller/" + name, ImapServer.PASSWORD)
                .secret("imap-poller/" + name, "{\"sign\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}");
        put(Map.of(
                "passwordSecret", "ssm:/imap-poller/" + name,
                "signingSecretRef", "secretsmanager:imap-poller/" + name + "#sign"));

        JsonPath report = check();

        assertThat(report.getList("steps.step")).startsWith("item", "signingSecret", "target", "credentials", "dns");
        assertThat(report.getList("steps.ok")).containsOnly(true);
        assertThat(report.getString("steps[1].detail"))
                .isEqualTo("The signing secret is at hand from secretsmanager:imap-poller/" + name + "#sign.");
        assertThat(report.getString("steps[3].detail"))
                .isEqualTo("The password is at hand from ssm:/imap-poller/" + name + ".");
        assertThat(report.prettify()).doesNotContain("whsec_", "\"" + ImapServer.PASSWORD);
        assertThat(app.requests()).isEmpty();
    }

    @Test
    void aCheckTellsWhichSecretIsMissing() {
        put(Map.of("passwordSecret", "ssm:/imap-poller/missing-" + name));

        JsonPath report = check();

        assertThat(report.getList("steps.step")).containsExactly("item", "target", "credentials");
        assertThat(report.getString("steps[2].status")).isEqualTo("SECRET_UNAVAILABLE");
        assertThat(report.getString("steps[2].detail")).contains("ssm:/imap-poller/missing-" + name);
    }

    @Test
    void aCheckTellsOfTheTokenAndThatItWasGotAgainAfterARefusal() {
        VALID.clear();
        putOAuth(Map.of("grant", "client_credentials", "clientSecret", "canary"));

        JsonPath report = check();

        assertThat(report.getList("steps.step"))
                .containsSubsequence("credentials", "dns", "connect", "tls", "greeting", "capabilities", "login");
        assertThat(report.getList("steps.step")).last().isEqualTo("credentials");
        assertThat(report.getString("steps.find { it.step == 'credentials' }.detail"))
                .isEqualTo("An access token is at hand from " + tokens.uri("/token") + " (grant client_credentials).");
        assertThat(report.getString("steps.find { it.step == 'login' }.status")).isEqualTo("AUTH_FAILED");
        assertThat(report.getString("steps[-1].detail")).contains("once more after the refusal");
        assertThat(report.getString("pollers[0].status")).isEqualTo("AUTH_FAILED");
        assertThat(report.prettify()).doesNotContain("canary", "good");
    }

    private static JsonPath check() {
        return pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\"}");
    }

    private void assertDelivered() {
        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertThat(app.requests()).hasSize(1);
        assertThat(dovecot.unseen(user, "INBOX")).isEmpty();
    }

    private Answer introspect(Request request) {
        String token = request.text().replaceAll(".*token=([^&]*).*", "$1");
        String whose = VALID.contains(token) ? ",\"username\":\"" + user + "\"" : "";
        return json(200, "{\"active\":" + VALID.contains(token) + whose + "}");
    }

    private static Answer grant(String token, String refreshToken) {
        return json(
                200,
                "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"refresh_token\":\"" + refreshToken + "\"}");
    }

    private static Answer json(int status, String body) {
        return Answers.response(status, body, "Content-Type: application/json");
    }

    private void putOAuth(Map<String, Object> more) {
        pollers.put("p", oauthItem(more));
    }

    /** Its client's id is of this test alone, since the function keeps tokens. */
    private Map<String, Object> oauthItem(Map<String, Object> more) {
        Map<String, Object> oauth =
                new HashMap<>(Map.of("tokenUrl", tokens.uri("/token").toString(), "clientId", "app-" + name));
        oauth.putAll(more);
        return item(Map.of("oauth", oauth));
    }

    private void put(Map<String, Object> more) {
        pollers.put("p", item(more));
    }

    private Map<String, Object> item(Map<String, Object> more) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                dovecot.imapsPort(),
                "username",
                user,
                "url",
                app.uri("/").toString()));
        item.putAll(more);
        return item;
    }
}
