package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.AfterDelivery.Action;
import dev.imappoller.poller.item.AfterDelivery.Kind;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.TestMail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are filed away on a real Dovecot, with MOVE and as on a server without it. */
class DovecotFilingTest {
    private static final String OWN = "";
    private static final String WITHOUT_MOVE = "imap_capability = IMAP4rev1 SASL-IR UIDPLUS\n";
    private static final String BASIC = "imap_capability = IMAP4rev1 SASL-IR\n";
    private static final byte[] MESSAGE = TestMail.message("here");
    private static final Action MOVE = new Action(Kind.MOVE, "Erledigt & Größe");

    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));
    private Optional<Dovecot> server = Optional.empty();

    @BeforeEach
    void isThere() {
        assumeTrue(Dovecot.available(), "Dovecot is not installed");
    }

    @AfterEach
    void stop() {
        server.ifPresent(Dovecot::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN, WITHOUT_MOVE})
    void movesToAFolderThatIsCreated(String capabilities) throws Exception {
        Dovecot dovecot = start(capabilities);
        List<Long> uids = dovecot.append("user", "INBOX", MESSAGE, MESSAGE, MESSAGE);
        long others = dovecot.appendWithFlags("user", "INBOX", "\\Deleted", MESSAGE);

        try (Mailbox mailbox = open(dovecot, Map.of("move", MOVE.name()))) {
            Told told = new Told();
            List<Long> some = List.of(uids.get(0), uids.get(2));
            assertThat(Told.mark(mailbox, some)).isInstanceOf(Told.Marked.class);
            mailbox.fileAway(some, MOVE, told);
            Object next = told.next();
            assertThat(next instanceof Told.Copied ? told.next() : next).isEqualTo(new Told.FiledAway(some));
            mailbox.fileAway(some, MOVE, told);
            next = told.next();
            assertThat(next instanceof Told.Copied ? told.next() : next)
                    .as("again is no trouble")
                    .isEqualTo(new Told.FiledAway(some));
        }

        assertThat(dovecot.flags("user", "INBOX"))
                .isEqualTo(Map.of(uids.get(1), Set.of(), others, Set.of("\\Deleted")));
        assertThat(dovecot.flags("user", MOVE.name()).values()).containsExactly(Set.of("\\Seen"), Set.of("\\Seen"));
        assertThat(dovecot.log()).doesNotContain("Error", "Panic");
    }

    @Test
    void deletesAndGivesKeywords() throws Exception {
        Dovecot dovecot = start(OWN);
        List<Long> uids = dovecot.append("user", "INBOX", MESSAGE, MESSAGE);
        long others = dovecot.appendWithFlags("user", "INBOX", "\\Deleted", MESSAGE);
        Action keyword = new Action(Kind.KEYWORD, "$Forwarded");

        try (Mailbox mailbox = open(dovecot, Map.of("keyword", "$Forwarded", "rejected", Map.of("delete", true)))) {
            Told told = new Told();
            mailbox.fileAway(List.of(uids.get(0)), keyword, told);
            assertThat(told.next()).isEqualTo(new Told.FiledAway(List.of(uids.get(0))));
            mailbox.fileAway(List.of(uids.get(1)), Action.DELETE, told);
            assertThat(told.next()).isEqualTo(new Told.FiledAway(List.of(uids.get(1))));
        }

        assertThat(dovecot.flags("user", "INBOX"))
                .isEqualTo(Map.of(uids.get(0), Set.of("$Forwarded"), others, Set.of("\\Deleted")));
    }

    @Test
    void isRefusedWithoutBoth() {
        Dovecot dovecot = start(BASIC);
        dovecot.append("user", "INBOX", MESSAGE);

        Failure failure = refused(dovecot);

        assertThat(failure.status()).isEqualTo(PollerStatus.INVALID_CONFIG);
        assertThat(failure.detail()).contains("neither MOVE", "UIDPLUS");
        assertThat(dovecot.unseen("user", "INBOX")).hasSize(1);
    }

    private Failure refused(Dovecot dovecot) {
        try (Mailbox mailbox = open(dovecot, Map.of("move", "Processed"))) {
            throw new AssertionError("opened " + mailbox.uidValidity());
        } catch (MailboxException e) {
            return e.failure();
        }
    }

    private Dovecot start(String more) {
        Dovecot started = Dovecot.startWithoutTls(more);
        server = Optional.of(started);
        return started;
    }

    private Mailbox open(Dovecot dovecot, Map<String, Object> after) throws MailboxException {
        Poller poller = LocalPoller.at(dovecot.imapPort(), Dovecot.PASSWORD, Map.of("afterDelivery", after));
        return mailboxes.open(poller, new Cutoff());
    }
}
