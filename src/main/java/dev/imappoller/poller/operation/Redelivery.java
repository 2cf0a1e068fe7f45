package dev.imappoller.poller.operation;

import dev.imappoller.poller.item.Fingerprint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.Lease;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.Ledger.Change;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.wording.MailboxFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Removes {@code \Seen} from messages that have their final answer, so that the next pass delivers them again, as the same messages. It
 * does so under the poller's lease, and writes a record first. Otherwise a pass would think that the server did not keep the mark.
 */
final class Redelivery {
    /** What a person asks for at once; the rest is asked for again. */
    private static final int MOST = 5000;

    private static final int BATCH = 100;

    private final Poller poller;
    private final Mailbox mailbox;
    private final long uidValidity;
    private final Ledger ledger;
    private final Lease lease;
    private final Instant now;
    private final String fingerprint;
    private final Map<Long, Optional<LedgerRecord>> chosen = new TreeMap<>();
    private final Map<Long, MessageSummary> there = new LinkedHashMap<>();
    private boolean more;
    private int ofBefore;
    private int gone;
    private int again;

    /** @param uidValidity the mailbox's */
    Redelivery(Poller poller, Mailbox mailbox, long uidValidity, Ledger ledger, Lease lease, Instant now) {
        this.poller = poller;
        this.mailbox = mailbox;
        this.uidValidity = uidValidity;
        this.ledger = ledger;
        this.lease = lease;
        this.now = now;
        this.fingerprint = Fingerprint.of(poller.host(), poller.username(), poller.folder());
    }

    /**
     * Does so for the messages that are wanted and on record as rejected, and for one that is named, on record or not.
     *
     * @throws MailboxException if the connection is lost; what was done by then is done
     * @throws TableException if the table can't be used
     */
    Outcome of(RetrySelection wanted) throws MailboxException {
        ledger.forEach(poller.pollerId(), entry -> choose(entry, wanted));
        if (chosen.isEmpty() && ofBefore == 0) {
            wanted.uid().ifPresent(uid -> chosen.put(uid, Optional.empty()));
        }
        list();
        Optional<String> trouble = unmark();
        String detail = told(trouble);
        return trouble.isPresent() && again == 0
                ? Outcome.failed(MailboxFailures.operation(detail), Duration.ZERO)
                : Outcome.note(detail, 0);
    }

    private void choose(Ledger.Entry entry, RetrySelection wanted) {
        LedgerRecord record = entry.record();
        boolean delivered = record.state() == State.DELIVERED
                && wanted.uid().isPresent()
                && wanted.uid().getAsLong() == record.uid();
        if (!delivered && !wanted.isRejected(record)) {
            return;
        }
        if (entry.uidValidity() != uidValidity || !record.isOf(fingerprint)) {
            ofBefore++;
        } else if (chosen.size() < MOST) {
            chosen.put(record.uid(), Optional.of(record));
        } else {
            more = true;
        }
    }

    private void list() throws MailboxException {
        List<Long> uids = List.copyOf(chosen.keySet());
        for (int from = 0; from < uids.size(); from += BATCH) {
            List<Long> window = uids.subList(from, Math.min(from + BATCH, uids.size()));
            mailbox.list(window).forEach(listed -> there.put(listed.uid(), listed));
            List<Long> missing =
                    window.stream().filter(uid -> !there.containsKey(uid)).toList();
            gone += missing.size();
            forget(missing);
            lease.keep();
        }
    }

    /** Why not all could be done; empty if they were. */
    private Optional<String> unmark() throws MailboxException {
        List<Long> uids = List.copyOf(there.keySet());
        Optional<Failure> refusal = Optional.empty();
        for (int from = 0; from < uids.size(); from += BATCH) {
            if (!lease.keep()) {
                return Optional.of("another run has taken over");
            }
            List<Long> batch = uids.subList(from, Math.min(from + BATCH, uids.size()));
            ledger.write(
                    poller.pollerId(),
                    batch.stream()
                            .map(uid -> Change.put(uidValidity, asNew(listed(uid))))
                            .toList());
            List<Long> seen = batch.stream().filter(uid -> listed(uid).seen()).toList();
            List<Long> done = new ArrayList<>(batch);
            if (!seen.isEmpty()) {
                FlagChange change = FlagChange.of(poller, seen, listener -> mailbox.markUnseen(seen, listener));
                done.removeIf(uid -> seen.contains(uid) && !change.changed().contains(uid));
                refusal = change.refusal().isPresent() ? change.refusal() : refusal;
            }
            again += done.size();
            forget(done);
            List<Long> refused =
                    batch.stream().filter(uid -> !done.contains(uid)).toList();
            takeBack(refused);
        }
        return refusal.map(Failure::detail);
    }

    private MessageSummary listed(long uid) {
        return Optional.ofNullable(there.get(uid)).orElseThrow();
    }

    /** What was on record about a message, if anything was. */
    private Optional<LedgerRecord> before(long uid) {
        return chosen.getOrDefault(uid, Optional.empty());
    }

    /** Their new state is on record, or they are no longer there. */
    private void forget(Collection<Long> uids) {
        ledger.write(
                poller.pollerId(),
                uids.stream()
                        .flatMap(uid -> before(uid).stream())
                        .filter(record -> record.state() == State.REJECTED)
                        .map(record -> Change.remove(new Ledger.Key(uidValidity, record.uid(), true)))
                        .toList());
    }

    /** Messages that could not be changed get no new record. */
    private void takeBack(Collection<Long> uids) {
        List<Change> changes = new ArrayList<>();
        for (long uid : uids) {
            changes.add(before(uid)
                    .filter(record -> record.state() == State.DELIVERED)
                    .map(record -> Change.put(uidValidity, record))
                    .orElseGet(() -> Change.remove(new Ledger.Key(uidValidity, uid, false))));
        }
        ledger.write(poller.pollerId(), changes);
    }

    private LedgerRecord asNew(MessageSummary listed) {
        Optional<LedgerRecord> before = before(listed.uid());
        return new LedgerRecord(
                listed.uid(),
                State.DEFERRED,
                0,
                before.map(LedgerRecord::firstAttemptAt).orElse(now),
                now,
                Optional.empty(),
                OptionalInt.empty(),
                "asked for again by op retry"
                        + before.map(record -> "; before: " + record.lastError())
                                .orElse(""),
                before.flatMap(LedgerRecord::messageId),
                listed.size(),
                fingerprint);
    }

    private String told(Optional<String> trouble) {
        List<String> parts = new ArrayList<>();
        parts.add(
                again == 0
                        ? "No message of " + poller.pollerId() + " is marked as unread."
                        : again + " message(s) of " + poller.pollerId()
                                + " are unread again, and will be delivered once more at the next poll, with the same"
                                + " webhook-id.");
        if (gone > 0) {
            parts.add(gone + " message(s) are not, or no longer, in " + poller.folder() + ".");
        }
        if (ofBefore > 0) {
            parts.add(ofBefore
                    + " message(s) are of another mailbox, or of one that was made anew since (its UIDVALIDITY has"
                    + " changed), so which they are now is not known: look for them by their Message-ID, and mark them"
                    + " as unread in a mail program.");
        }
        trouble.ifPresent(why -> parts.add("Others are left as they are: " + why + "."));
        if (more) {
            parts.add("There are more than " + MOST + ": ask once more for the others.");
        }
        return String.join(" ", parts);
    }
}
