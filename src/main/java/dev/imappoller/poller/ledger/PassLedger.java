package dev.imappoller.poller.ledger;

import dev.imappoller.poller.credential.Fingerprint;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.MessageSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of one mailbox's messages, and how one pass changes them. */
public final class PassLedger {
    /** So many posts that an endpoint leaves unanswered, while it answers others, are the message's fault. */
    private static final int MOST_SILENT = 3;

    private final Poller poller;
    private final LedgerWriter writer;
    private final Journal journal;
    private final Retries retries;
    private final Instant now;
    private final String mailbox;
    private final Map<Long, LedgerRecord> records = new HashMap<>();
    private final FinalRecords answers;
    private final boolean readOnly;

    /**
     * @param uidValidity if empty, nothing is written, since UIDs may name other messages the next time
     * @param known what is on record about the mailbox
     * @param now when the run began
     */
    public PassLedger(
            Poller poller,
            OptionalLong uidValidity,
            Map<Long, LedgerRecord> known,
            Journal journal,
            Retries retries,
            Instant now) {
        this.poller = poller;
        this.writer = new LedgerWriter(uidValidity);
        this.journal = journal;
        this.retries = retries;
        this.now = now;
        this.mailbox = Fingerprint.of(poller.host(), poller.username(), poller.folder());
        this.answers = new FinalRecords(writer, mailbox, now);
        this.readOnly = uidValidity.isEmpty();
        known.forEach((uid, record) -> {
            // If a poller was given another account or folder, the old records don't apply.
            if (record.isOf(mailbox)) {
                records.put(uid, record);
            }
        });
    }

    /** When its changes are written. */
    public LedgerWriter writer() {
        return writer;
    }

    /** Which account and folder the records are of. */
    String mailbox() {
        return mailbox;
    }

    /** What is on record about a message; empty for one that was never tried. */
    public Optional<LedgerRecord> record(long uid) {
        return Optional.ofNullable(records.get(uid));
    }

    /** Messages that the server has marked as seen by itself, or may have, so that no search for unseen ones lists them. */
    public Set<Long> hidden() {
        return records.values().stream()
                .filter(LedgerRecord::mayBeHidden)
                .map(LedgerRecord::uid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where a message stands; empty for one that was never tried. */
    public Optional<State> state(long uid) {
        return Optional.ofNullable(records.get(uid)).map(LedgerRecord::state);
    }

    /** When a message that is on record was tried first; it arrived at the latest then. */
    public Optional<Instant> firstAttemptAt(long uid) {
        return Optional.ofNullable(records.get(uid)).map(LedgerRecord::firstAttemptAt);
    }

    /** Whether a failing message still has to wait. A time beyond the longest wait does not count: a wrong clock wrote it. */
    public boolean waits(long uid) {
        return record(uid)
                .flatMap(LedgerRecord::nextAttemptAt)
                .filter(next -> next.isAfter(now) && !next.isAfter(now.plus(Retries.LONGEST)))
                .isPresent();
    }

    /** Whether nothing is written, since the server does not tell the UIDVALIDITY. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether what is on record of a message is written. */
    boolean isWritten(long uid) {
        return !writer.isWaiting(uid);
    }

    /** Whether what is to be on record of a message is, as far as anything can be. */
    public boolean isOnRecord(long uid) {
        return readOnly || isWritten(uid);
    }

    /** Untried messages first, then those that failed, each by age. So a failing message never delays a new one. */
    public List<Long> inOrder(Collection<Long> uids) {
        return uids.stream()
                .sorted(Comparator.comparing(this::lastAttempt).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Whether a message was never posted; it may be on record all the same, since the server may have marked it. */
    public boolean isUntried(long uid) {
        return record(uid).map(LedgerRecord::isUntried).orElse(true);
    }

    /** When a message that did not get through was tried last; long ago for one that never was. */
    public Instant lastAttempt(long uid) {
        return Optional.ofNullable(records.get(uid))
                .filter(record -> record.state() == State.DEFERRED && !record.isUntried())
                .map(LedgerRecord::lastAttemptAt)
                .orElse(Instant.MIN);
    }

    /** Whether the records tell of another mailbox than this search did: messages that are not among these, or hidden ones that are. */
    public boolean isAtOddsWith(Collection<Long> unseen) {
        Set<Long> found = Set.copyOf(unseen);
        return records.values().stream()
                .anyMatch(record -> record.care().hidden()
                        ? found.contains(record.uid())
                        : !record.mayBeHidden() && !found.contains(record.uid()));
    }

    /** Forgets messages that are no longer unseen: they were delivered, read by a person, or deleted. */
    public void keepOnly(Collection<Long> unseen) {
        Set<Long> gone = new HashSet<>(records.keySet());
        gone.removeAll(Set.copyOf(unseen));
        gone.removeAll(hidden());
        gone.forEach(uid -> {
            records.remove(uid);
            writer.removeAtLast(uid);
        });
    }

    /** A message is above the limit; true if that was not on record. */
    public boolean tooLarge(MessageSummary message) {
        if (state(message.uid()).filter(state -> state == State.TOO_LARGE).isPresent()) {
            return false;
        }
        String why = "its " + message.size() + " octets are above maxMessageBytes (" + poller.maxMessageBytes() + ")";
        journal.tell(events -> events.tooLarge(poller, message.uid(), message.size()));
        put(LedgerRecord.first(message.uid(), State.TOO_LARGE, now, why, message.size(), mailbox)
                .caring(Care.NONE.hidden(care(message.uid()).hidden())));
        return true;
    }

    /**
     * A message failed.
     *
     * @param failed how
     * @return true if it is not tried any more
     */
    public boolean failed(long uid, FailedAttempt failed) {
        Optional<LedgerRecord> before = record(uid);
        Care care = failed.care(care(uid));
        // An endpoint that dies at a message each time counts as if it had answered.
        boolean charged =
                failed.httpStatus().isPresent() || failed.itsOwn() || failed.silent() && care.silent() >= MOST_SILENT;
        int attempts = before.map(LedgerRecord::attempts).orElse(0) + (charged ? 1 : 0);
        boolean parked = charged
                && poller.maxAttempts().isPresent()
                && attempts >= poller.maxAttempts().getAsInt();
        Optional<Duration> backoff =
                poller.retryBackoff() && charged ? Optional.of(retries.delay(uid, attempts)) : Optional.empty();
        // The longer of both waits, counted from now and not from the beginning of the run.
        Optional<Instant> next = Stream.of(failed.retryAfter(), backoff)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(journal.now().instant()::plus);
        put(new LedgerRecord(
                uid,
                parked ? State.PARKED : State.DEFERRED,
                attempts,
                before.map(LedgerRecord::firstAttemptAt).orElse(now),
                now,
                next,
                failed.httpStatus(),
                failed.why(),
                failed.messageId().or(() -> before.flatMap(LedgerRecord::messageId)),
                Math.max(1, failed.size()), // The message was tried, whatever size the server announced.
                mailbox,
                care));
        if (parked) {
            journal.tell(events -> events.parked(poller, uid, attempts, failed.why()));
        }
        return parked;
    }

    /**
     * The server lists a message as unseen but has no content for it. It does not count as failing. A record of its final answer stays, in
     * case the message comes back.
     */
    public void missing(long uid) {
        state(uid).filter(state -> state != State.DELIVERED).ifPresent(state -> forget(uid));
    }

    /** A message got its final answer. */
    public void answered(long uid, Verdict verdict, FailedAttempt answer) {
        writer.somethingGetsThrough();
        if (verdict == Verdict.REJECTED) {
            answers.rejected(uid, answer, records.get(uid));
        } else {
            answers.accepted(uid, records.get(uid));
        }
    }

    /** Messages are going to be marked. */
    public void beforeMarking() {
        answers.beforeMarking();
    }

    /** Messages have their final answer and could not be marked: the next pass marks them without posting them again. */
    public void answeredOnly(Collection<Long> uids, String why) {
        writer.somethingGetsThrough();
        putNow(uids.stream()
                .map(uid -> LedgerRecord.first(uid, State.DELIVERED, now, why, 0, mailbox)
                        .caring(care(uid)))
                .toList());
    }

    /** What has to be taken care of with this message. */
    public Care care(long uid) {
        return record(uid).map(LedgerRecord::care).orElse(Care.NONE);
    }

    /** Messages are marked as seen. */
    public void marked(Collection<Long> uids) {
        writer.somethingGetsThrough();
        done(uids);
    }

    /** Messages are done with: marked as seen, or gone. */
    public void done(Collection<Long> uids) {
        uids.forEach(this::forget);
    }

    /** Messages that got through in this pass and may be on record as rejected before. */
    public Set<Long> accepted() {
        return answers.accepted();
    }

    private void forget(long uid) {
        if (records.remove(uid) != null) {
            writer.remove(uid);
        }
    }

    /** Writes records before anything else is done. */
    void putNow(Collection<LedgerRecord> now) {
        now.forEach(record -> records.put(record.uid(), record));
        writer.putNow(now);
    }

    /** What was put on record of a message is taken back. */
    public void restore(long uid, @Nullable LedgerRecord before) {
        Optional.ofNullable(before).ifPresentOrElse(record -> putNow(List.of(record)), () -> forget(uid));
    }

    /** Writes a record with others, at the latest when the pass ends. */
    public void put(LedgerRecord record) {
        boolean isNew = records.put(record.uid(), record) == null;
        if (isNew
                && record.state() == State.DEFERRED
                && record.care().equals(LedgerRecord.Care.NONE)
                && poller.maxAttempts().isEmpty()) {
            writer.putIfSomethingGetsThrough(record);
        } else {
            writer.put(record);
        }
    }
}
