package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Everything that must not be seen holds the word canary here: no log line at any level, report or status may repeat it. */
@EnabledOnOs(OS.LINUX)
class NoSecretsIT {
    private static final byte[] MESSAGE = """
            From: Sender <sender@example.org>
            To: support@example.org
            Subject: subject-canary
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=unknown-canary

            body-canary
            --b
            Content-Type: application/pdf; name="name-canary.pdf"
            Content-Transfer-Encoding: base64

            Y2FuYXJ5!!!!
            --b
            """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

    private final AwsSecrets aws = AwsSecrets.start();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void noSecretSubjectBodyOrQueryIsEverLoggedOrReported() {
        try (MailServer server = MailServer.start(TestCertificates.trusted());
                Receiver receiver = Receiver.http();
                Receiver tokens = Receiver.https(TestCertificates.trusted());
                TestPollers pollers = TestPollers.start(environment())) {
            server.user("user", "password-canary");
            receiver.on("/ok", Answers.response(200, "answer-canary"))
                    .on("/no", Answers.response(404, "answer-canary", "X-Trace: canary"))
                    .on("/later", Answers.response(503, "answer-canary"))
                    .on("/close", Answers.close())
                    .on("/garbage", Answers.raw("canary\r\n\r\n").thenClose())
                    .on("/redirect", Answers.redirect(302, "/ok?token=canary"))
                    .on("/lost", Answers.redirect(302, "ftp://canary:canary@example.com/?canary"))
                    .on("/guarded", Answers.redirect(302, "http://canary:canary@169.254.169.254/?canary"));
            String base = "http://app:canary@127.0.0.1:" + receiver.port();
            for (String path :
                    List.of("/later", "/close", "/garbage", "/lost", "/guarded", "/no", "/redirect", "/ok")) {
                server.append("user", "INBOX", MESSAGE);
                pollers.put("p" + path.substring(1), item(server, base + path + "?token=canary", Map.of()));
            }
            pollers.put("refused", item(server, base + "/ok", Map.of("password", "wrong-canary")));
            pollers.put("closed", item(server, "http://u:canary@127.0.0.1:" + Ports.closed() + "/?canary", Map.of()));
            pollers.put("invalid", item(server, "ftp://u:canary@example.com/?canary", Map.of("port", "canary")));
            pollers.put("guarded", item(server, "http://u:canary@169.254.169.254/?canary", Map.of()));
            putSecrets(pollers, server, tokens, base + "/ok");
            StringBuilder reports = new StringBuilder();

            pollers.all().forEach(id -> reports.append(pollers.poll(id).prettify()));
            for (String id : pollers.all()) {
                reports.append(pollers.invoke("{\"op\":\"check\",\"pollerId\":\"" + id + "\",\"post\":true}")
                        .prettify());
            }
            reports.append(pollers.invoke("{\"op\":\"canaries\"}").prettify());
            reports.append(pollers.invoke("{}").prettify());

            assertThat(receiver.requests("/ok")).isNotEmpty();
            assertThat(JsonPath.from(receiver.requests("/ok").get(0).text()).getString("headers.subject"))
                    .isEqualTo("subject-canary");
            assertThat(reports.toString())
                    .contains(
                            "ENDPOINT_FAILING",
                            "AUTH_FAILED",
                            "INVALID_CONFIG",
                            "SECRET_UNAVAILABLE",
                            "REAUTH_REQUIRED",
                            "invalid_grant")
                    .doesNotContain("canary");
            assertThat(pollers.output()).contains("Delivered message", "\"level\":\"DEBUG\"");
            assertThat(pollers.output().lines().filter(line -> line.contains("canary")))
                    .isEmpty();
            for (String id : pollers.all()) {
                assertThat(pollers.get(id).get("statusDetail").s()).doesNotContain("canary");
            }
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("QUARKUS_LOG_LEVEL", "ALL");
        return environment;
    }

    /** Secrets that AWS keeps, and access tokens: those that work, and those that fail in each way. */
    private void putSecrets(TestPollers pollers, MailServer server, Receiver tokens, String url) {
        aws.parameter("/imap-poller/good", "password-canary")
                .parameter("/imap-poller/wrong", "wrong-canary")
                .parameter("/imap-poller/sign", "canary")
                .parameter("/imap-poller/refresh", "refresh-canary")
                .deny("imap-poller/denied")
                .secret("imap-poller/json", "{\"canary\":}");
        tokens.on(
                        "/token",
                        Answers.response(
                                200,
                                "{\"access_token\":\"token-canary\",\"expires_in\":1,\"refresh_token\":\"next-canary\"}"))
                .on(
                        "/ended",
                        request -> Answers.response(
                                400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + request.text() + "\"}"))
                .on("/odd", Answers.response(200, "canary"));
        putWith(pollers, server, url, "kept", "passwordSecret", "ssm:/imap-poller/good");
        putWith(pollers, server, url, "kept-wrong", "passwordSecret", "ssm:/imap-poller/wrong");
        putWith(pollers, server, url, "kept-denied", "passwordSecret", "secretsmanager:imap-poller/denied");
        putWith(pollers, server, url, "kept-json", "passwordSecret", "secretsmanager:imap-poller/json#key");
        putWith(pollers, server, url, "kept-typed", "passwordSecret", "canary");
        pollers.put("sign", item(server, url, Map.of("signingSecretRef", "ssm:/imap-poller/sign")));
        for (String path : List.of("/token", "/ended", "/odd")) {
            Map<String, String> oauth = Map.of(
                    "tokenUrl", tokens.uri(path) + "?canary",
                    "clientId", "app",
                    "clientSecret", "client-canary",
                    "refreshTokenRef", "ssm:/imap-poller/refresh");
            putWith(pollers, server, url, "oauth" + path.substring(1), "oauth", oauth);
        }
    }

    private static void putWith(
            TestPollers pollers, MailServer server, String url, String id, String attribute, Object value) {
        Map<String, Object> item = item(server, url, Map.of(attribute, value));
        item.remove("password");
        pollers.put(id, item);
    }

    private static Map<String, Object> item(MailServer server, String url, Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                server.imapsPort(),
                "username",
                "user",
                "password",
                "password-canary",
                "url",
                url,
                "headers",
                Map.of("X-Api-Key", "canary")));
        item.putAll(extra);
        return item;
    }
}
