package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.SilentServer;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What hangs is cut in time to be recorded, and holds up nothing else. */
@EnabledOnOs(OS.LINUX)
class ShortBudgetIT {
    private static final Map<String, String> BUDGET = Map.of("RUN_BUDGET", "8s");

    @Test
    void aRunEndsInTimeWhateverHangs() {
        try (ImapServer server = MailServer.start(TestCertificates.trusted());
                Receiver receiver = Receiver.http();
                SilentServer silent = SilentServer.start();
                TestPollers pollers = TestPollers.start(BUDGET)) {
            receiver.on("/hang", Answers.hang());
            server.append("endpoint", "INBOX", TestMail.message("one"), TestMail.message("two"));
            Map<String, Object> item =
                    Map.of("host", "localhost", "password", ImapServer.PASSWORD, "port", server.imapsPort());
            pollers.put(
                    "good",
                    with(item, "username", "good", "url", receiver.uri("/in").toString(), "intervalMinutes", 0));
            server.append("good", "INBOX", TestMail.message("warm"));
            pollers.invoke("{\"op\":\"poll\",\"pollerId\":\"good\"}"); // The first pass of a process takes long.
            server.append("good", "INBOX", TestMail.message("one"), TestMail.message("two"));
            pollers.put(
                    "endpoint",
                    with(
                            item,
                            "username",
                            "endpoint",
                            "url",
                            receiver.uri("/hang").toString()));
            pollers.put(
                    "silent",
                    with(item, "username", "a", "url", receiver.uri("/in").toString(), "port", silent.port()));
            pollers.put(
                    "silent-plain",
                    with(
                            item,
                            "username",
                            "a",
                            "url",
                            receiver.uri("/in").toString(),
                            "port",
                            silent.port(),
                            "ssl",
                            false));

            JsonPath report = pollers.invoke("{}");

            assertThat(report.getInt("polled")).isEqualTo(4);
            assertThat(pollers.status("good")).isEqualTo("OK");
            assertThat(server.unseen("good", "INBOX")).isEmpty();
            assertThat(pollers.status("endpoint")).isEqualTo("ENDPOINT_FAILING");
            assertThat(pollers.statusDetail("endpoint")).contains("had not answered when the run's time was up");
            assertThat(pollers.unreadCount("endpoint")).isEqualTo(2);
            assertThat(receiver.requests("/hang")).hasSize(2);
            assertThat(server.unseen("endpoint", "INBOX")).hasSize(2);
            assertThat(pollers.status("silent")).isEqualTo("CONNECT_FAILED");
            assertThat(pollers.status("silent-plain")).isEqualTo("CONNECT_FAILED");
            assertThat(pollers.statusDetail("silent")).contains("time was up");
        }
    }

    @Test
    void aCheckThatIsCutShowsHowFarItCame() {
        try (SilentServer silent = SilentServer.start();
                TestPollers pollers = TestPollers.start(BUDGET)) {
            pollers.put(
                    "silent",
                    Map.of(
                            "host", "localhost",
                            "port", silent.port(),
                            "username", "a",
                            "password", ImapServer.PASSWORD,
                            "url", "http://127.0.0.1/"));

            JsonPath report = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"silent\"}");

            assertThat(report.getList("steps.step")).containsExactly("item", "target", "dns", "connect", "tls");
            assertThat(report.getList("steps.ok")).containsExactly(true, true, true, true, false);
            assertThat(report.getString("steps[4].detail")).contains("time was up");
            assertThat(report.getString("pollers[0].status")).isEqualTo("CONNECT_FAILED");
        }
    }

    private static Map<String, Object> with(Map<String, Object> item, Object... extra) {
        Map<String, Object> all = new HashMap<>(item);
        for (int i = 0; i < extra.length; i += 2) {
            all.put((String) extra[i], extra[i + 1]);
        }
        return all;
    }
}
