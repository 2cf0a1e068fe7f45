package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DovecotCheckFunctionIT extends CheckContract {
    private static Dovecot server;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Dovecot.available(), "dovecot is not installed");
        server = Dovecot.start(TestCertificates.trusted());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    ImapServer server() {
        return server;
    }

    @Override
    ImapServer startWith(Identity identity) {
        return Dovecot.start(identity);
    }

    @Test
    void tellsOfTlsByStartTls() {
        JsonPath report = check(Map.of("ssl", false, "port", server.imapPort()));

        assertThat(steps(report)).containsSubsequence("connect", "greeting", "tls", "capabilities", "login");
        assertThat(detail(report, "tls")).startsWith("TLSv1.3").contains("CN=trusted");
        assertThat(report.getString("pollers[0].status")).isEqualTo("OK");
    }

    @Test
    void aFolderThatCanOnlyBeReadEndsWithSeen() {
        server.append(user, "Archive", TestMail.message("one"));
        server.makeReadOnly(user, "Archive");

        JsonPath report = check(Map.of("folder", "Archive"));

        failsAt("seen", "FOLDER_READ_ONLY", report);
        assertThat(detail(report, "folder")).isEqualTo("Archive is selected, read-only.");
    }
}
