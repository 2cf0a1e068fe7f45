package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DovecotPollFunctionIT extends PollingContract {
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
    void logsInByStartTlsWithoutBeingAsked() {
        server.append(user, "INBOX", TestMail.message("one"));
        put(Map.of("ssl", false, "port", server.imapPort()));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("OK");
        assertThat(server.unseen(user, "INBOX")).isEmpty();
    }

    @Test
    void filtersByKeywordsBodiesAndAlternatives() {
        long tagged = server.appendWithFlags(user, "INBOX", "$Work", TestMail.message("tagged"));
        List<Long> uids = server.append(user, "INBOX", TestMail.message("private"), TestMail.message("Größe"));
        put(Map.of(
                "filter",
                List.of(
                        Map.of("keyword", "$Work", "body", "this is TAGGED"),
                        Map.of(
                                "unkeyword",
                                "$Work",
                                "larger",
                                10,
                                "body",
                                List.of("nothing", "ist nichts", "größe")))));

        pollers.poll("p");

        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertThat(receiver.requests()).hasSize(2);
        assertThat(server.unseen(user, "INBOX")).containsExactly(uids.get(0));
        assertThat(server.flags(user, "INBOX").get(tagged)).contains("\\Seen", "$Work");
    }

    @Test
    void sendsNoPasswordToAServerWithoutStartTls() {
        try (Dovecot plain = Dovecot.startWithoutTls()) {
            put(Map.of("ssl", false, "port", plain.imapPort()));

            pollers.poll("p");

            assertThat(pollers.status("p")).isEqualTo("TLS_FAILED");
            assertThat(pollers.statusDetail("p")).contains("STARTTLS");
            assertThat(plain.log()).doesNotContain("Login");
        }
    }

    @Test
    void postsNothingFromAFolderThatCanOnlyBeRead() {
        try (Dovecot readOnly = Dovecot.start()) {
            readOnly.append(user, "Archive", TestMail.message("one"));
            readOnly.makeReadOnly(user, "Archive");
            put(Map.of("port", readOnly.imapsPort(), "folder", "Archive"));

            pollers.poll("p");

            assertThat(pollers.status("p")).isEqualTo("FOLDER_READ_ONLY");
            assertThat(receiver.requests()).isEmpty();
            assertThat(readOnly.unseen(user, "Archive")).hasSize(1);
        }
    }
}
