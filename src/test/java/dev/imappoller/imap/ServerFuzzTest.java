package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.OctetServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Opens, lists, fetches and marks at a server that says whatever octets there are. In the ordinary build it takes the inputs that were
 * kept in the resources; with {@code JAZZER_FUZZ=1} in the environment it looks for new ones.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ServerFuzzTest {
    private static final int LONGEST_DETAIL = 1500;
    private static final long LARGEST = 100_000;
    private static final String PASSWORD = "correct horse battery";
    private static final OctetServer SERVER = OctetServer.start(OctetServer.IMAP);
    private static final AngusMailboxes MAILBOXES = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));

    @FuzzTest(maxDuration = "1h")
    void whateverAServerSaysIsAnAnswerOrAFailure(byte[] octets) {
        SERVER.says(octets);
        BugDetectors.allowNetworkConnections((host, port) -> port == SERVER.port());
        try (Mailbox mailbox = MAILBOXES.open(poller(), new Cutoff())) {
            List<Long> unseen = mailbox.searchUnseen();
            assertThat(unseen).isSorted().doesNotHaveDuplicates().allMatch(uid -> uid > 0 && uid <= 0xffff_ffffL);
            List<Long> some = unseen.subList(0, Math.min(20, unseen.size()));
            if (!some.isEmpty()) {
                List<MessageSummary> listed = mailbox.list(some);
                assertThat(listed).allMatch(message -> message.size() >= 0);
                assertThat(some)
                        .containsAll(listed.stream().map(MessageSummary::uid).toList());
                move(mailbox, listed);
            }
        } catch (MailboxException e) {
            isFitToBeShown(e.failure());
        }
    }

    /** Each message is told of once, and each mark, unless the connection is lost; after that nothing is. */
    private static void move(Mailbox mailbox, List<MessageSummary> listed) {
        if (listed.isEmpty()) {
            return;
        }
        Told told = new Told();
        mailbox.fetch(listed, LARGEST, told);
        Set<Long> open = new HashSet<>(listed.stream().map(MessageSummary::uid).toList());
        while (!open.isEmpty()) {
            Object next = told.next();
            if (next instanceof Told.Lost lost) {
                isFitToBeShown(lost.cause().failure());
                return;
            }
            if (next instanceof Told.Unavailable unavailable) {
                isFitToBeShown(unavailable.failure());
            }
            assertThat(open.remove(uid(next))).as("once: %s", next).isTrue();
        }
        List<Long> uids = listed.stream().map(MessageSummary::uid).toList();
        mailbox.markSeen(uids, told);
        Set<Long> unmarked = new HashSet<>(uids);
        while (!unmarked.isEmpty()) {
            Object next = told.next();
            if (next instanceof Told.Lost) {
                return;
            } else if (next instanceof Told.Marked marked) {
                assertThat(unmarked.removeAll(marked.uids()))
                        .as("once: %s", next)
                        .isTrue();
            } else if (next instanceof Told.Refused refused) {
                isFitToBeShown(refused.failure());
                assertThat(unmarked.removeAll(refused.uids()))
                        .as("once: %s", next)
                        .isTrue();
            } else {
                throw new AssertionError("told of " + next);
            }
        }
    }

    private static long uid(Object told) {
        if (told instanceof Told.Arrived arrived) {
            assertThat(arrived.octets().length).isLessThanOrEqualTo((int) LARGEST);
            return arrived.uid();
        } else if (told instanceof Told.Gone gone) {
            return gone.uid();
        } else if (told instanceof Told.Missing missing) {
            return missing.uid();
        }
        return ((Told.Unavailable) told).uid();
    }

    private static void isFitToBeShown(Failure failure) {
        assertThat(failure.detail())
                .isNotBlank()
                .hasSizeLessThan(LONGEST_DETAIL)
                .doesNotContain(PASSWORD)
                .matches(detail -> detail.chars().noneMatch(Character::isISOControl), "without controls");
    }

    private static Poller poller() {
        return LocalPoller.at(SERVER.port(), PASSWORD, Map.of());
    }
}
