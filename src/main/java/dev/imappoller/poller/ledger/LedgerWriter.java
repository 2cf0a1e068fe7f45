package dev.imappoller.poller.ledger;

import dev.imappoller.poller.ledger.Ledger.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides when what a pass learns is written into the ledger: many changes at once, and none that another pass may have made since. A table
 * that hangs holds up a pass once, and not once for each message.
 */
public final class LedgerWriter {
    /** The most new records in a pass that delivers nothing. Then the endpoint is at fault, and not each message. */
    private static final int MOST_HOPELESS = 25;

    /** What a pass that has no time left still writes, in requests. */
    private static final int LAST_REQUESTS = 8;

    private final OptionalLong uidValidity;
    private final Map<Ledger.Key, Change> waiting = new LinkedHashMap<>();
    private final List<Change> underWay = new ArrayList<>();
    private final List<Change> last = new ArrayList<>();
    private final List<LedgerRecord> held = new ArrayList<>();
    private int hopeless;
    private boolean someGotThrough;
    private boolean inTrouble;
    private boolean urgent;
    private boolean ending;
    private boolean onceMore;
    private boolean inHurry;
    private int requests;

    /** @param uidValidity without it nothing is written, since UIDs may name other messages the next time */
    LedgerWriter(OptionalLong uidValidity) {
        this.uidValidity = uidValidity;
    }

    /** Writes a record with others, at the latest when the pass ends. */
    void put(LedgerRecord record) {
        uidValidity.ifPresent(validity -> add(Change.put(validity, record)));
    }

    /** Writes records before anything else is done, see {@link #isSettled}; if the table is in trouble, when the pass ends. */
    void putNow(Collection<LedgerRecord> records) {
        records.forEach(this::put);
        hurry();
    }

    /** Writes what waits before anything else is done. */
    void hurry() {
        urgent = !waiting.isEmpty();
    }

    /** Writes the record of a message that failed for the first time; without it the message counts as never tried, and is tried again. */
    void putIfSomethingGetsThrough(LedgerRecord record) {
        if (hopeless == MOST_HOPELESS) {
            held.add(record);
        } else {
            hopeless += someGotThrough ? 0 : 1;
            put(record);
        }
    }

    /** A message got its final answer. So the endpoint works, and other messages fail for reasons of their own. */
    void somethingGetsThrough() {
        someGotThrough = true;
        hopeless = 0;
        held.forEach(this::put);
        held.clear();
    }

    /** Removes a message's record with other changes, at the latest when the pass ends. */
    void remove(long uid) {
        uidValidity.ifPresent(validity -> add(Change.remove(new Ledger.Key(validity, uid, false))));
    }

    /** Removes a message's record after everything else, since there may be very many and none is urgent. */
    void removeAtLast(long uid) {
        uidValidity.ifPresent(validity -> last.add(Change.remove(new Ledger.Key(validity, uid, false))));
    }

    /** Removes the records of rejected messages that were delivered since. */
    public void removeRejected(Collection<Long> uids) {
        uidValidity.ifPresent(
                validity -> uids.forEach(uid -> last.add(Change.remove(new Ledger.Key(validity, uid, true)))));
    }

    /** Whether what is to be on record of a message is not written yet, or can't be. */
    public boolean isWaiting(long uid) {
        return uidValidity.isEmpty() || waiting.containsKey(new Ledger.Key(uidValidity.getAsLong(), uid, false));
    }

    /** Whether the table could not be written. */
    public boolean isInTrouble() {
        return inTrouble;
    }

    private void add(Change change) {
        waiting.put(change.key(), change);
    }

    /**
     * Tries the remaining changes once more, first those that prevent second posts. Changes that still fail are left to the next pass or to
     * the records' time to live.
     *
     * @param noTime whether the run's time is up
     */
    public void end(boolean noTime) {
        Map<Ledger.Key, Change> rest = new LinkedHashMap<>(waiting);
        waiting.clear();
        rest.values().stream().filter(LedgerWriter::isFinal).forEach(this::add);
        waiting.keySet().forEach(rest::remove);
        waiting.putAll(rest);
        last.forEach(change -> waiting.putIfAbsent(change.key(), change));
        last.clear();
        ending = true;
        inHurry = noTime;
        onceMore = !inTrouble;
        begin();
    }

    private void begin() {
        inTrouble = false;
        requests = inHurry ? LAST_REQUESTS : Integer.MAX_VALUE;
    }

    /**
     * The changes to be written now, which count as under way then; none if there are none, or it is better to wait.
     *
     * @param isKept whether no other pass can have written since; else only what stays true may be written
     */
    public List<Change> next(boolean isKept) {
        boolean due = urgent || ending || waiting.size() >= Ledger.AT_ONCE;
        if (!due || inTrouble || !underWay.isEmpty() || ending && requests == 0) {
            return List.of();
        }
        waiting.values().stream()
                .filter(change -> isKept || isFinal(change))
                .limit(Ledger.AT_ONCE)
                .forEach(underWay::add);
        requests -= ending && !underWay.isEmpty() ? 1 : 0;
        return List.copyOf(underWay);
    }

    /** What was under way is written. */
    public void written() {
        underWay.forEach(change -> waiting.remove(change.key(), change)); // Unless it has changed since.
        underWay.clear();
        urgent = urgent && !waiting.isEmpty();
    }

    /** What was under way may be written or not, and nobody will tell. */
    public void unknown() {
        underWay.clear();
    }

    /** What was under way may be written or not. */
    public void failed() {
        underWay.clear();
        inTrouble = true;
        if (ending && onceMore) {
            onceMore = false;
            begin();
        }
    }

    /**
     * Whether nothing has to be written before anything else is done, as far as it can be.
     *
     * @param isLost whether another pass may have the lease for good
     */
    public boolean isSettled(boolean isLost) {
        return underWay.isEmpty() && (!urgent || inTrouble || nothingMayBeWritten(isLost));
    }

    /** Whether all is written, as far as it can be. */
    public boolean hasEnded(boolean isLost) {
        return ending
                && underWay.isEmpty()
                && (waiting.isEmpty() || inTrouble || requests == 0 || nothingMayBeWritten(isLost));
    }

    private boolean nothingMayBeWritten(boolean isLost) {
        return isLost && waiting.values().stream().noneMatch(LedgerWriter::isFinal);
    }

    /** A final answer stays true, whatever another pass has written since. */
    public static boolean isFinal(Change change) {
        return change.record()
                .filter(record -> switch (record.state()) {
                    case DELIVERED, REJECTED -> true;
                    case DEFERRED, PARKED, TOO_LARGE -> false;
                })
                .isPresent();
    }
}
