package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TestCertificates;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class PollFunctionIT extends PollingContract {
    private static ImapServer server;

    @BeforeAll
    static void start() {
        server = MailServer.start(TestCertificates.trusted());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    ImapServer server() {
        return server;
    }

    @Override
    ImapServer startWith(Identity identity) {
        return MailServer.start(identity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"op\":\"explode\"}",
                "{\"op\":5}",
                "{\"op\":\"poll\"}",
                "{\"op\":\"check\",\"pollerId\":\"nobody\"}",
                "{\"op\":{},\"pollerId\":[]}"
            })
    void saysWhatIsWrongWithAnEvent(String event) {
        JsonPath report = pollers.invoke(event);

        assertThat(report.getString("error")).isNotBlank();
        assertThat(report.getInt("polled")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"tick\"", "{\"time\":\"2026-01-01T00:00:00Z\"}", "null"})
    void takesAnythingElseForATick(String event) {
        assertThat(pollers.invoke(event).getInt("polled")).isZero();
    }
}
