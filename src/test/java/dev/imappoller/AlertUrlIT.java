package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.Schemas;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** End to end: what is posted to alertUrl, by TLS and signed, and how often. */
@EnabledOnOs(OS.LINUX)
class AlertUrlIT {
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String WRONG = "wrong-canary";

    private static MailServer server;
    private static TestPollers pollers;

    private final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    private final Receiver app = Receiver.http();
    private final Receiver alerts = Receiver.https(TestCertificates.trusted());

    @BeforeAll
    static void start() {
        server = MailServer.start(TestCertificates.trusted());
        pollers = TestPollers.start();
    }

    @AfterAll
    static void stop() {
        pollers.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        pollers.deleteAll();
        server.user(user, ImapServer.PASSWORD);
    }

    @AfterEach
    void close() {
        app.close();
        alerts.close();
    }

    @Test
    void aPollerThatFailsIsToldOfOnceAndItsRecoveryOnce() throws Exception {
        put(Map.of("password", WRONG));
        poll(5);

        assertThat(pollers.status("p")).isEqualTo("AUTH_FAILED");
        assertTold("poller.failing");
        JsonNode failing = alert(0).get("data");
        assertThat(failing.get("poller").textValue()).isEqualTo("p");
        assertThat(failing.get("status").textValue()).isEqualTo("AUTH_FAILED");
        assertThat(failing.get("detail").textValue()).contains("Check username and password");
        assertThat(failing.get("command").textValue()).contains("\"op\":\"check\"", "\"pollerId\":\"p\"");

        put(Map.of());
        poll(3);

        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertTold("poller.failing", "poller.recovered");
        assertThat(alert(1).get("data").get("status").textValue()).isEqualTo("OK");
        assertThat(alert(1).get("data").get("what_to_do").textValue()).isEqualTo("Nothing.");
    }

    @Test
    void aWebAppThatFailsIsToldOfOnceAndItsRecoveryOnce() throws Exception {
        server.append(user, "INBOX", TestMail.message("subject-canary"));
        app.otherwise(Answers.status(500));
        put(Map.of());
        poll(5);
        assertTold("endpoint.failing");
        assertThat(alert(0).get("data").get("status").textValue()).isEqualTo("ENDPOINT_FAILING");

        app.otherwise(Answers.status(200));
        poll(3);

        assertTold("endpoint.failing", "endpoint.recovered");
    }

    @Test
    void messagesThatAreRejectedOrParkedAreToldOfOnce() throws Exception {
        app.otherwise(request -> Answers.status(
                request.text().contains("parked") ? 500 : request.text().contains("rejected") ? 404 : 200));
        put(Map.of("maxAttempts", 1));
        for (String turn : List.of("first", "second", "third")) {
            server.append(
                    user,
                    "INBOX",
                    TestMail.message(turn + "-rejected"),
                    TestMail.message(turn + "-parked"),
                    TestMail.message(turn + "-fine"));
            poll(1);
        }

        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertThat(app.requests()).hasSize(9);
        assertThat(types()).containsExactlyInAnyOrder("message.rejected", "message.parked");
        assertAllAreInOrder();
        for (int i = 0; i < 2; i++) {
            assertThat(alert(i).get("data").get("detail").textValue()).startsWith("1 message ");
            assertThat(alert(i).get("data").get("command").textValue()).contains("\"op\":\"failed\"");
        }
    }

    /** One in trouble costs messages nothing, and gets what it missed. */
    @Test
    void whatIsRefusedIsToldAgainWithTheSameId() throws Exception {
        server.append(user, "INBOX", TestMail.message("one"));
        app.otherwise(Answers.status(500));
        alerts.otherwise(Answers.inTurn(Answers.status(503), Answers.status(200)));
        put(Map.of());
        poll(5);

        assertTold("endpoint.failing", "endpoint.failing");
        assertThat(alerts.requests().get(0).header("webhook-id"))
                .isEqualTo(alerts.requests().get(1).header("webhook-id"));
        assertThat(pollers.output()).contains("\"event\":\"alertFailed\"", "HTTP 503");
    }

    private void poll(int times) {
        for (int i = 0; i < times; i++) {
            pollers.poll("p");
        }
    }

    private void put(Map<String, Object> more) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                server.imapsPort(),
                "username",
                user,
                "password",
                ImapServer.PASSWORD,
                "url",
                app.uri("/in").toString(),
                "signingSecret",
                KEY,
                "alertUrl",
                "https://ops:password-canary@localhost:" + alerts.port() + "/alerts?token=query-canary"));
        item.putAll(more);
        pollers.put("p", item);
    }

    private void assertTold(String... types) throws Exception {
        assertThat(types()).as(pollers::output).containsExactly(types);
        assertAllAreInOrder();
    }

    /** Each is as the schema says, and as the official library verifies it, and none holds what it must not. */
    private void assertAllAreInOrder() throws Exception {
        for (Request request : alerts.requests()) {
            new Webhook(KEY).verify(request.text(), HttpHeaders.of(request.headers(), (name, value) -> true));
            assertThat(Schemas.alert().validate(new ObjectMapper().readTree(request.body())))
                    .isEmpty();
            assertThat(request.text()).doesNotContain("canary");
            assertThat(request.header("Content-Type")).contains("application/json");
            assertThat(request.path()).isEqualTo("/alerts");
        }
        assertThat(pollers.output()).doesNotContain("canary");
    }

    private List<String> types() throws Exception {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < alerts.requests().size(); i++) {
            types.add(alert(i).get("type").textValue());
        }
        return types;
    }

    private JsonNode alert(int number) throws Exception {
        return new ObjectMapper().readTree(alerts.requests().get(number).body());
    }
}
