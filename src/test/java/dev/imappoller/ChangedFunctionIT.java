package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.template.Template;
import dev.imappoller.testing.EventPattern;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.StreamEvent;
import dev.imappoller.testing.TableStream;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The {@code changed} function, end to end: from a stream's event through the Lambda event endpoint to the item. */
@EnabledOnOs(OS.LINUX)
class ChangedFunctionIT {
    private static MailServer server;
    private static TestPollers pollers;

    private Receiver receiver;

    @BeforeAll
    static void start() {
        server = MailServer.start(TestCertificates.trusted());
        server.user("changed", ImapServer.PASSWORD);
        pollers = TestPollers.start("changed");
    }

    @AfterAll
    static void stop() {
        pollers.close();
        server.close();
    }

    @BeforeEach
    void open() {
        receiver = Receiver.http();
        pollers.deleteAll();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aNewPollerHasItsStatusAtOnceAndIsStillDue() {
        server.append("changed", "INBOX", TestMail.message("one"), TestMail.message("two"));
        put("new", Map.of());
        put("refused", Map.of("password", "wrong"));
        put("invalid", Map.of("format", "xml"));
        put("off", Map.of("enabled", false));
        put("polled", Map.of("status", "THROTTLED", "password", "wrong"));

        JsonPath answer = pollers.invoke(new StreamEvent()
                .insert("1", "new")
                .modify("2", "refused")
                .insert("3", "invalid")
                .insert("4", "off")
                .modify("5", "polled")
                .insert("6", "not-there-any-more")
                .json());

        assertThat(answer.getList("batchItemFailures")).isEmpty();
        assertThat(pollers.status("new")).isEqualTo("OK");
        assertThat(pollers.unreadCount("new")).isEqualTo(2);
        assertThat(pollers.get("new"))
                .doesNotContainKeys("lastPollAt", "lastSuccessAt", "lastPass", "consecutiveFailures");
        assertThat(pollers.status("refused")).isEqualTo("AUTH_FAILED");
        assertThat(pollers.get("refused")).doesNotContainKeys("unreadCount", "lastPollAt");
        assertThat(pollers.status("invalid")).isEqualTo("INVALID_CONFIG");
        assertThat(pollers.statusDetail("invalid")).contains("format must be json, multipart or raw");
        assertThat(pollers.get("off")).doesNotContainKey("status");
        assertThat(pollers.status("polled")).isEqualTo("THROTTLED");
        assertThat(pollers.all()).doesNotContain("not-there-any-more");
        assertThat(receiver.requests()).isEmpty();
        assertThat(server.unseen("changed", "INBOX")).hasSize(2);
    }

    @Test
    void followsWhatPeopleWriteAndDoesNothingAboutItsOwnWrites() {
        TableStream stream = pollers.stream();
        stream.next(); // What tests before this one left.
        put("new", Map.of());
        put("replaced", Map.of("password", "wrong"));
        assertThat(follow(stream)).containsExactly("INSERT new", "INSERT replaced");
        assertThat(pollers.status("new")).isEqualTo("OK");
        assertThat(pollers.status("replaced")).isEqualTo("AUTH_FAILED");
        assertThat(follow(stream)).containsExactlyInAnyOrder("MODIFY new", "MODIFY replaced");
        assertThat(follow(stream)).isEmpty();

        put("replaced", Map.of());
        pollers.putState("poller#new", "backoff");
        pollers.delete("new");
        assertThat(follow(stream)).containsExactly("MODIFY replaced", "REMOVE new");

        assertThat(pollers.status("replaced")).isEqualTo("OK");
        assertThat(pollers.ledger("new")).isEmpty();
        assertThat(follow(stream)).containsExactly("MODIFY replaced");
        assertThat(follow(stream)).isEmpty();
    }

    @Test
    void theStreamTellsNothingButKeys() {
        TableStream stream = pollers.stream();
        stream.next();
        put("new", Map.of());

        assertThat(stream.next())
                .singleElement()
                .asString()
                .contains("\"pollerId\"")
                .doesNotContain("Image", ImapServer.PASSWORD);
    }

    @Test
    void whatIsOnRecordForADeletedPollerIsRemoved() {
        put("there-again", Map.of("status", "OK"));
        pollers.putState("poller#deleted", "backoff");
        pollers.putState("poller#deleted", "message#7#1");
        pollers.putState("poller#there-again", "message#7#1");

        JsonPath answer = pollers.invoke(new StreamEvent()
                .remove("1", "deleted")
                .remove("2", "there-again")
                .json());

        assertThat(answer.getList("batchItemFailures")).isEmpty();
        assertThat(pollers.ledger("deleted")).isEmpty();
        assertThat(pollers.ledger("there-again")).hasSize(1);
    }

    @Test
    void whatIsNoEventOfAStreamIsNothingToDo() {
        for (String event : new String[] {"{}", "{\"Records\":[]}", "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}"}) {
            assertThat(pollers.invoke(event).getList("batchItemFailures")).isEmpty();
        }
    }

    /** Hands to the function what the template's filter lets pass of the stream, and says what that was. */
    private static List<String> follow(TableStream stream) {
        List<EventPattern> patterns = Template.ofTheProject().streamPatterns();
        List<String> changes = stream.next().stream()
                .filter(change -> patterns.stream().anyMatch(pattern -> pattern.matches(change)))
                .toList();
        assertThat(pollers.invoke(TableStream.event(changes)).getList("batchItemFailures"))
                .isEmpty();
        return changes.stream()
                .map(JsonPath::from)
                .map(change -> change.getString("eventName") + " " + change.getString("dynamodb.Keys.pollerId.S"))
                .toList();
    }

    private void put(String pollerId, Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                server.imapsPort(),
                "username",
                "changed",
                "password",
                ImapServer.PASSWORD,
                "url",
                receiver.uri("/in").toString()));
        item.putAll(extra);
        pollers.put(pollerId, item);
    }
}
