package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailServerTest {

    @Test
    void servesMessagesByTlsAndInPlainText() throws MessagingException {
        try (MailServer server = MailServer.start()) {
            List<Long> uids =
                    server.append("anna@example.org", "INBOX", TestMail.message("one"), TestMail.message("two"));
            try (Store store = TestMail.store("imaps", server.imapsPort(), false, "anna@example.org", "secret")) {
                TestMail.open(store, "INBOX").getMessage(1).setFlag(Flags.Flag.SEEN, true);
            }
            try (Store store = TestMail.store("imap", server.imapPort(), false, "anna@example.org", "secret")) {
                assertThat(TestMail.open(store, "INBOX").getMessage(2).getSubject())
                        .isEqualTo("two");
            }
            assertThat(server.unseen("anna@example.org", "INBOX")).containsExactly(uids.get(1));
            assertThat(server.flags("anna@example.org", "INBOX")).containsEntry(uids.get(0), Set.of("\\Seen"));
        }
    }

    @Test
    void appendsWithFlags() {
        try (MailServer server = MailServer.start()) {
            long uid = server.append("anna", "Archive", new Flags(Flags.Flag.FLAGGED), TestMail.message("one"));
            assertThat(server.flags("anna", "Archive")).containsEntry(uid, Set.of("\\Flagged"));
            assertThat(server.unseen("anna", "Archive")).containsExactly(uid);
        }
    }

    @Test
    void refusesAnotherPasswordAndHasTheCertificateOfChoice() {
        try (MailServer server = MailServer.start();
                MailServer untrusted = MailServer.start(TestCertificates.untrusted())) {
            server.user("anna", "other");
            untrusted.user("anna", "secret");
            assertThatThrownBy(() -> TestMail.store("imaps", server.imapsPort(), false, "anna", "secret"))
                    .isInstanceOf(MessagingException.class);
            assertThatThrownBy(() -> TestMail.store("imaps", untrusted.imapsPort(), false, "anna", "secret"))
                    .isInstanceOf(MessagingException.class)
                    .hasStackTraceContaining("SSL");
        }
    }
}
