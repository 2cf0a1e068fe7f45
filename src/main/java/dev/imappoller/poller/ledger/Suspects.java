package dev.imappoller.poller.ledger;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.MessageSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were under way when a pass broke off. Nobody knows which of them was the cause. So the next pass takes them last and each
 * alone, and records each before it fetches it. Then a message that kills even the process delays only itself.
 */
public final class Suspects {
    /** If one message ends this many passes in a row while it is alone, it is the cause. */
    static final int MOST_ALONE = 3;

    private static final Duration FIRST_WAIT = Duration.ofHours(1);

    private final Poller poller;
    private final PassLedger history;
    private final Journal journal;
    private final Instant now;

    /** @param now when the run began */
    public Suspects(Poller poller, PassLedger history, Journal journal, Instant now) {
        this.poller = poller;
        this.history = history;
        this.journal = journal;
        this.now = now;
    }

    /** When a message has its turn in a pass. */
    public DeliveryOrder turn(long uid) {
        Care care = history.care(uid);
        if (care.suspect()) {
            return DeliveryOrder.ALONE;
        }
        return care.silent() > 0
                ? DeliveryOrder.SILENT
                : history.isUntried(uid) ? DeliveryOrder.NEW : DeliveryOrder.FAILED;
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
     * Several messages were under way when a pass broke off. None of them is charged, since most did no harm. Servers answer in the order
     * of the commands, so the first is the likeliest cause. From now on it comes after the others.
     */
    public void inCompany(Collection<MessageSummary> messages, String why) {
        List<LedgerRecord> records = new ArrayList<>();
        Instant at = now;
        for (MessageSummary message : messages) {
            LedgerRecord before = before(message);
            Care care = Care.suspect(before.care(), before.care().brokeOff());
            records.add(with(before, care, before.nextAttemptAt().orElse(null), why, at));
            at = now.minusMillis(1);
        }
        history.putNow(records);
    }

    /** Charges a message before it is taken alone. A suspect may be taken only once that is on record. */
    public void charge(MessageSummary message) {
        LedgerRecord before = before(message);
        history.putNow(List.of(with(
                before,
                Care.suspect(before.care(), before.care().brokeOff() + 1),
                null,
                "nothing was heard any more of a pass that had this message alone under way")));
    }

    /** Takes the last charge back: another message was the cause, or this one had too little time. */
    public void acquit(long uid, String why) {
        history.record(uid).ifPresent(record -> {
            int brokeOff = Math.max(0, record.care().brokeOff() - 1);
            history.putNow(List.of(with(record, Care.suspect(record.care(), brokeOff), null, why)));
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
            history.putNow(List.of(with(record, record.care(), null, why)));
            return false;
        }
        // The server may have marked it before the end; the next search tells.
        boolean mayBeMarked = record.state() != State.DELIVERED;
        return park(record.caring(record.care().hidden(mayBeMarked)), why);
    }

    /**
     * Parks a message that ended its pass, and maybe the process, again and again.
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

    /**
     * The server or the network may have been the cause and may work again. So even such a message is tried again, at growing intervals.
     */
    private boolean park(LedgerRecord record, String why) {
        int doublings = Math.min(record.care().brokeOff() - MOST_ALONE, 3);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        Duration capped = wait.compareTo(Retries.LONGEST) < 0 ? wait : Retries.LONGEST;
        State state = record.state() == State.DELIVERED ? State.DELIVERED : State.PARKED;
        Instant next = journal.now().instant().plus(capped);
        history.putNow(List.of(record.with(state, now, next, why, record.care())));
        if (state == State.PARKED) {
            journal.tell(events -> events.parked(poller, record.uid(), record.attempts(), why));
        }
        return state == State.PARKED;
    }

    private LedgerRecord with(LedgerRecord record, Care care, @Nullable Instant next, String why) {
        return with(record, care, next, why, now);
    }

    private static LedgerRecord with(LedgerRecord record, Care care, @Nullable Instant next, String why, Instant at) {
        State state = record.state() == State.DELIVERED ? State.DELIVERED : State.DEFERRED;
        return record.with(state, at, next, why, care);
    }

    private LedgerRecord before(MessageSummary message) {
        return history.record(message.uid())
                .orElseGet(() ->
                        LedgerRecord.first(message.uid(), State.DEFERRED, now, "", message.size(), history.mailbox()));
    }
}
