package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TestCertificates;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CheckFunctionIT extends CheckContract {
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

    @Test
    void saysThatAPasswordGoesInPlainText() {
        JsonPath report = check(Map.of("ssl", false, "allowPlaintext", true, "port", server.imapPort()));

        assertThat(steps(report)).containsSubsequence("connect", "greeting", "tls", "capabilities", "login");
        assertThat(detail(report, "tls")).contains("no STARTTLS", "go in plain text");
        assertThat(report.getString("pollers[0].status")).isEqualTo("OK");
    }

    @Test
    void aServerWithoutStartTlsEndsWithTls() {
        failsAt("tls", "TLS_FAILED", check(Map.of("ssl", false, "port", server.imapPort())));
    }
}
