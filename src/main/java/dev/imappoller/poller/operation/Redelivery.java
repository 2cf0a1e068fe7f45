package dev.imappoller.poller.operation;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.Lease;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.Ledger.Change;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.wording.MailboxFailures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes {@code \Seen} from messages, so that the next pass delivers them again, as the same messages. It does so under the poller's lease,
 * and writes a record first. Otherwise a pass would think that the server did not keep the mark. What is on record as rejected stays so
 * until it is delivered, since somebody may read it before.
 */
final class Redelivery {
    private static final int BATCH = 100;
    private static final String TAKEN_OVER = "another run has taken over";

    private final Poller poller;
    private final Mailbox mailbox;
    private final Ledger ledger;
    private final Lease lease;
    private final Budget budget;
    private final Instant now;
    private int again;
    private @Nullable Failure refusal;

    Redelivery(Poller poller, Mailbox mailbox, Ledger ledger, Lease lease, Budget budget, Instant now) {
        this.poller = poller;
        this.mailbox = mailbox;
        this.ledger = ledger;
        this.lease = lease;
        this.budget = budget;
        this.now = now;
    }

    /** How many messages are delivered again, as far as it has come. */
    int again() {
        return again;
    }

    /**
     * Does so.
     *
     * @throws MailboxException if the connection is lost; what was done by then is done
     * @throws TableException if the table can't be used
     */
    RedeliveryResult of(RedeliveryCandidates candidates) throws MailboxException {
        List<RedeliveryCandidate> all = candidates.found();
        Optional<String> trouble = Optional.empty();
        for (int from = 0; from < all.size() && trouble.isEmpty(); from += BATCH) {
            if (!lease.keep()) {
                trouble = Optional.of(TAKEN_OVER);
            } else if (budget.isOver()) {
                candidates.leaveUnread(all.subList(from, all.size()));
                trouble = Optional.of("the time was up; ask once more for them");
            } else {
                trouble = change(all.subList(from, Math.min(from + BATCH, all.size())), candidates.fingerprint());
            }
        }
        return told(trouble.orElseGet(() -> refusal == null ? "" : refusal.detail()), candidates);
    }

    /** Why no more may be done; empty if more may be. */
    private Optional<String> change(List<RedeliveryCandidate> batch, String fingerprint) throws MailboxException {
        write(batch.stream()
                .map(each -> Change.put(each.uidValidity(), each.asNew(now, fingerprint)))
                .toList());
        Set<Long> unseen = unmark(batch.stream()
                .filter(each -> each.message().seen())
                .map(RedeliveryCandidate::uid)
                .toList());
        List<RedeliveryCandidate> unchanged = batch.stream()
                .filter(each -> each.message().seen() && !unseen.contains(each.uid()))
                .toList();
        again += batch.size() - unchanged.size();
        if (unchanged.isEmpty()) {
            return Optional.empty();
        }
        if (!lease.keep()) {
            return Optional.of(TAKEN_OVER); // The pass that has it removes records of messages that are read.
        }
        write(unchanged.stream().map(Redelivery::takenBack).toList());
        return Optional.empty();
    }

    private void write(List<Change> changes) {
        ledger.write(poller.pollerId(), changes);
    }

    /** Takes the flag away, and looks whether it is gone: some servers say so of flags that they keep. */
    private Set<Long> unmark(List<Long> seen) throws MailboxException {
        if (seen.isEmpty()) {
            return Set.of();
        }
        FlagChange change = FlagChange.of(poller, seen, listener -> mailbox.markUnseen(seen, listener));
        refusal = change.refusal().orElse(refusal);
        List<Long> said = List.copyOf(change.changed());
        if (said.isEmpty()) {
            return Set.of();
        }
        Set<Long> unseen = new HashSet<>(FlagChange.of(poller, said, listener -> mailbox.checkUnseen(said, listener))
                .changed());
        if (unseen.size() < said.size() && refusal == null) {
            refusal = MailboxFailures.marksNotRemoved(poller);
        }
        return unseen;
    }

    /** A message that could not be changed gets no new record. */
    private static Change takenBack(RedeliveryCandidate each) {
        return each.unread()
                .map(record -> Change.put(each.uidValidity(), record))
                .orElseGet(() -> Change.remove(new Ledger.Key(each.uidValidity(), each.uid(), false)));
    }

    /** @param trouble why others are left as they are; empty if none are */
    private RedeliveryResult told(String trouble, RedeliveryCandidates candidates) {
        List<String> parts = new ArrayList<>();
        parts.add(
                again == 0
                        ? "No message of " + poller.pollerId() + " is marked as unread."
                        : again + " message(s) of " + poller.pollerId()
                                + " are unread again, and will be delivered once more at the next poll, with the same"
                                + " webhook-id.");
        if (!trouble.isEmpty()) {
            parts.add("Others are left as they are: " + trouble + ".");
        }
        parts.addAll(candidates.others());
        String detail = String.join(" ", parts);
        return again == 0 && (!trouble.isEmpty() || candidates.areMore())
                ? RedeliveryResult.failed(MailboxFailures.operation(detail))
                : RedeliveryResult.done(detail);
    }
}
