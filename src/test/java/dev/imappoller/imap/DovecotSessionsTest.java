package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.Mailbox.PastFilter;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapConnection;
import dev.imappoller.testing.TestMail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What another session does meanwhile is known before messages are listed, though Dovecot searches what it knew at its last answer. */
class DovecotSessionsTest {
    private static final byte[] MESSAGE = TestMail.message("here");

    private static Dovecot dovecot;

    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));

    @BeforeAll
    static void start() {
        assumeTrue(Dovecot.available(), "Dovecot is not installed");
        dovecot = Dovecot.startWithoutTls();
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @Test
    void whatIsMarkedSinceTheSearchIsNotMarkedByTheServer() throws Exception {
        List<Long> uids = dovecot.append("listed", "INBOX", MESSAGE, MESSAGE, MESSAGE);

        try (Mailbox mailbox = open("listed", Map.of())) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
            mark("listed", uids.get(1));
            List<MessageSummary> listed = mailbox.list(uids);

            assertThat(listed).extracting(MessageSummary::seen).containsExactly(false, true, false);
            assertThat(listed).noneMatch(MessageSummary::serverMarked);
        }
    }

    /** As where somebody has messages delivered again. */
    @Test
    void whatIsMarkedSinceTheMailboxWasSelectedIsNotEither() throws Exception {
        List<Long> uids = dovecot.append("named", "INBOX", MESSAGE, MESSAGE);

        try (Mailbox mailbox = open("named", Map.of())) {
            mark("named", uids.get(0));

            assertThat(mailbox.list(uids)).noneMatch(MessageSummary::serverMarked);
        }
    }

    @Test
    void anotherSearchFindsWhatHasArrivedAndNotWhatIsMarked() throws Exception {
        List<Long> uids = dovecot.append("searched", "INBOX", MESSAGE, MESSAGE);

        try (Mailbox mailbox = open("searched", Map.of())) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
            mark("searched", uids.get(0));
            long more = dovecot.append("searched", "INBOX", MESSAGE).get(0);

            assertThat(mailbox.searchUnseen()).containsExactly(uids.get(1), more);
        }
    }

    @Test
    void aLookPastTheFilterIsOfThatMoment() throws Exception {
        List<Long> uids = dovecot.append("filtered", "INBOX", MESSAGE, MESSAGE);

        try (Mailbox mailbox = open("filtered", Map.of("filter", Map.of("subject", "elsewhere")))) {
            assertThat(mailbox.searchUnseen()).isEmpty();
            mark("filtered", uids.get(0));

            assertThat(mailbox.lookPastFilter(uids)).isEqualTo(new PastFilter(Set.of(uids.get(1)), Set.of()));
        }
    }

    private static void mark(String user, long uid) {
        try (ImapConnection other = dovecot.connect(user)) {
            other.select("INBOX");
            other.command("UID STORE " + uid + " +FLAGS (\\Seen)");
        }
    }

    private Mailbox open(String user, Map<String, Object> filter) throws MailboxException {
        Map<String, Object> item = new HashMap<>(filter);
        item.put("username", user);
        Poller poller = LocalPoller.at(dovecot.imapPort(), Dovecot.PASSWORD, item);
        return mailboxes.open(poller, new Cutoff());
    }
}
