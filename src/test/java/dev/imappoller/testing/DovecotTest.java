package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DovecotTest {

    private static Dovecot dovecot;

    @BeforeAll
    static void start() {
        assumeTrue(Dovecot.available(), "Dovecot is not installed");
        dovecot = Dovecot.start();
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @Test
    void servesMessagesByImplicitTlsAndByStartTls() throws MessagingException {
        dovecot.append("anna@example.org", "INBOX", TestMail.message("one"), TestMail.message("two"));
        try (Store store = TestMail.store("imaps", dovecot.imapsPort(), false, "anna@example.org", "secret")) {
            assertThat(TestMail.open(store, "INBOX").getMessage(2).getSubject()).isEqualTo("two");
        }
        try (Store store = TestMail.store("imap", dovecot.imapPort(), true, "anna@example.org", "secret")) {
            assertThat(((IMAPStore) store).isSSL()).isTrue();
            assertThat(TestMail.open(store, "INBOX").getMessageCount()).isEqualTo(2);
        }
    }

    @Test
    void refusesAnotherPassword() {
        assertThatThrownBy(() -> TestMail.store("imaps", dovecot.imapsPort(), false, "anna", "wrong"))
                .isInstanceOf(MessagingException.class);
    }

    @Test
    void tellsFlagsAndChangesNone() {
        List<Long> uids = dovecot.append("berta", "Büro", TestMail.message("one"), TestMail.message("two"));
        long seen = dovecot.appendWithFlags("berta", "Büro", "\\Seen \\Flagged", TestMail.message("three"));

        assertThat(dovecot.unseen("berta", "Büro")).containsExactlyElementsOf(uids);
        assertThat(dovecot.flags("berta", "Büro")).hasSize(3).containsEntry(seen, Set.of("\\Seen", "\\Flagged"));
        assertThat(dovecot.flags("berta", "Büro")).containsEntry(uids.get(0), Set.of());
    }

    @Test
    void keepsEveryByte() {
        byte[] message = {'A', ':', ' ', (byte) 0xe4, '\r', '\n', '\r', '\n', 1, (byte) 0xff, (byte) 0x80, '\r', '\n'};
        dovecot.append("carla", "INBOX", message);
        try (ImapConnection connection = dovecot.connect("carla")) {
            connection.select("INBOX");
            assertThat(String.join("\n", connection.command("UID FETCH 1 (BODY.PEEK[])")))
                    .contains(new String(message, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void hasReadOnlyMailboxes() throws MessagingException {
        for (String folder : List.of("INBOX", "Archive")) {
            dovecot.append("dora", folder, TestMail.message("one"));
            dovecot.makeReadOnly("dora", folder);
            try (ImapConnection connection = dovecot.connect("dora")) {
                List<String> answer = connection.select(folder);
                assertThat(answer.get(answer.size() - 1)).contains("[READ-ONLY]");
            }
            try (Store store = TestMail.store("imaps", dovecot.imapsPort(), false, "dora", "secret")) {
                Folder readOnly = store.getFolder(folder);
                readOnly.open(Folder.READ_ONLY);
                assertThat(readOnly.getUnreadMessageCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void mayHaveNoTlsAtAll() {
        try (Dovecot plain = Dovecot.startWithoutTls()) {
            plain.append("emma", "INBOX", TestMail.message("one"));
            try (ImapConnection connection = plain.connect("emma")) {
                assertThat(connection.command("CAPABILITY")).noneMatch(line -> line.contains("STARTTLS"));
            }
            assertThat(Ports.isOpen(plain.imapsPort())).isFalse();
        }
    }

    @Test
    void endsWhenClosed() {
        Dovecot other = Dovecot.start(TestCertificates.untrusted());
        assertThatThrownBy(() -> TestMail.store("imaps", other.imapsPort(), false, "anna", "secret"))
                .isInstanceOf(MessagingException.class);
        other.close();
        assertThat(Ports.isOpen(other.imapPort())).isFalse();
    }
}
