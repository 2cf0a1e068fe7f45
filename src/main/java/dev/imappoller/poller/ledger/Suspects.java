package dev.imappoller.poller.ledger;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Messages that were under way when a pass broke off. Which of them it was nobody knows, so the next pass takes them last, each alone, and
 * on record before it is asked for: one that kills even the process costs only itself.
 */
public final class Suspects {
    /** So many passes in a row that one message ends alone are no accident. */
    static final int MOST_ALONE = 3;

    private static final Duration FIRST_WAIT = Duration.ofHours(1);

    private final Poller poller;
    private final History history;
    private final Journal journal;
    private final Instant now;

    /** @param now when the run began */
    public Suspects(Poller poller, History history, Journal journal, Instant now) {
        this.poller = poller;
        this.history = history;
        this.journal = journal;
        this.now = now;
    }

    /** When a message has its turn in a pass. */
    public Turn turn(long uid) {
        Care care = history.care(uid);
        if (care.suspect()) {
            return Turn.ALONE;
        }
        return care.silent() > 0 ? Turn.SILENT : history.isUntried(uid) ? Turn.NEW : Turn.FAILED;
    }

    /** How many passes in a row broke off while this message alone was under way. */
    public int timesBrokenOff(long uid) {
        return history.care(uid).brokeOff();
    }

    /** Those over which no pass has broken off while they were alone come first, and then those that were not tried for longest. */
    public Comparator<Long> innocentsFirst() {
        return Comparator.<Long>comparingInt(this::timesBrokenOff)
                .thenComparing(uid ->
                        history.record(uid).map(LedgerRecord::lastAttemptAt).orElse(Instant.MIN));
    }

    /** Whether a message that was left alone, since passes broke off over it, may be tried again. */
    public boolean isTriedAgain(long uid) {
        return history.record(uid)
                .filter(record ->
                        record.care().suspect() && record.nextAttemptAt().isPresent())
                .filter(record -> !history.waits(uid))
                .isPresent();
    }

    /**
     * Messages were under way together when a pass broke off: none of them is charged, since most are innocent. Servers answer in the order
     * in which they are asked, so the first is the likeliest, and the others come before it from now on.
     */
    public void inCompany(Collection<Listed> messages, String why) {
        List<LedgerRecord> records = new ArrayList<>();
        Instant at = now;
        for (Listed message : messages) {
            LedgerRecord before = before(message);
            Care care = Care.suspect(before.care(), before.care().brokeOff());
            records.add(with(before, care, before.nextAttemptAt(), why, at));
            at = now.minusMillis(1);
        }
        history.putNow(records);
    }

    /** Charges a message before it is taken alone. A suspect may be taken only once that is on record. */
    public void charge(Listed message) {
        LedgerRecord before = before(message);
        history.putNow(List.of(with(
                before,
                Care.suspect(before.care(), before.care().brokeOff() + 1),
                Optional.empty(),
                "nothing was heard any more of a pass that had this message alone under way")));
    }

    /** Takes the last charge back: it was not the message, or it had too little time to show that it does no harm. */
    public void acquit(long uid, String why) {
        history.record(uid).ifPresent(record -> {
            int brokeOff = Math.max(0, record.care().brokeOff() - 1);
            history.putNow(List.of(with(record, Care.suspect(record.care(), brokeOff), Optional.empty(), why)));
        });
    }

    /**
     * A pass broke off while this message alone was under way.
     *
     * @param times how often that was so, this time included
     * @return whether it is left alone for a while from now on
     */
    public boolean brokeOff(long uid, int times, String why) {
        Optional<LedgerRecord> found =
                history.record(uid).map(record -> record.caring(Care.suspect(record.care(), times)));
        if (found.isEmpty()) {
            return false;
        }
        LedgerRecord record = found.get();
        if (record.care().brokeOff() < MOST_ALONE) {
            history.putNow(List.of(with(record, record.care(), Optional.empty(), why)));
            return false;
        }
        // The server may have marked it before the end; the next search tells.
        boolean mayBeMarked = record.state() != State.DELIVERED;
        return park(record.caring(record.care().hidden(mayBeMarked)), why);
    }

    /**
     * Leaves a message alone that was the end of its pass, and maybe of the process, again and again.
     *
     * @return whether it was not left alone until now
     */
    public boolean settle(long uid) {
        return history.record(uid)
                .filter(record ->
                        record.state() == State.DEFERRED && record.care().brokeOff() >= MOST_ALONE)
                .filter(record -> park(record, record.lastError()))
                .isPresent();
    }

    /** Nothing broke off over these messages. */
    public void survived(Collection<Long> uids) {
        uids.stream()
                .flatMap(uid -> history.record(uid).stream())
                .filter(record -> record.care().suspect())
                .forEach(record -> history.put(record.caring(Care.NONE)));
    }

    /** A server or a network that was the trouble gets well, so even such a message is tried again, ever more seldom. */
    private boolean park(LedgerRecord record, String why) {
        int doublings = Math.min(record.care().brokeOff() - MOST_ALONE, 3);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        Duration capped = wait.compareTo(Retries.LONGEST) < 0 ? wait : Retries.LONGEST;
        State state = record.state() == State.DELIVERED ? State.DELIVERED : State.PARKED;
        Optional<Instant> next = Optional.of(journal.now().instant().plus(capped));
        history.putNow(List.of(record.standing(state, now, next, why, record.care())));
        if (state == State.PARKED) {
            journal.tell(events -> events.parked(poller, record.uid(), record.attempts(), why));
        }
        return state == State.PARKED;
    }

    private LedgerRecord with(LedgerRecord record, Care care, Optional<Instant> next, String why) {
        return with(record, care, next, why, now);
    }

    private static LedgerRecord with(LedgerRecord record, Care care, Optional<Instant> next, String why, Instant at) {
        State state = record.state() == State.DELIVERED ? State.DELIVERED : State.DEFERRED;
        return record.standing(state, at, next, why, care);
    }

    private LedgerRecord before(Listed message) {
        return history.record(message.uid())
                .orElseGet(() ->
                        LedgerRecord.first(message.uid(), State.DEFERRED, now, "", message.size(), history.mailbox()));
    }
}
