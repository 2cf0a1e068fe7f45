package dev.imappoller.poller;

import dev.imappoller.poller.Ledger.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Brings what a pass learns into the ledger: many changes at once, and none that another pass may have made since. A table that hangs
 * holds up a pass once, and not once for each message.
 */
final class LedgerWriter {
    /** New records in a pass that gets nothing through: then the endpoint is the trouble, and not each of its messages. */
    private static final int MOST_HOPELESS = 25;

    /** What a pass that has no time left still writes, in requests. */
    private static final int LAST_REQUESTS = 8;

    private final String pollerId;
    private final OptionalLong uidValidity;
    private final Ledger ledger;
    private final Events events;
    private final BooleanSupplier leased;
    private final Map<Ledger.Key, Change> waiting = new LinkedHashMap<>();
    private final List<Change> last = new ArrayList<>();
    private final List<LedgerRecord> held = new ArrayList<>();
    private int hopeless;
    private boolean someGotThrough;
    private boolean inTrouble;

    /**
     * @param uidValidity without it nothing is written, since UIDs may name other messages the next time
     * @param leased whether no other pass can have written since; asked before each request, so that a lease is renewed in time
     */
    LedgerWriter(String pollerId, OptionalLong uidValidity, Ledger ledger, Events events, BooleanSupplier leased) {
        this.pollerId = pollerId;
        this.uidValidity = uidValidity;
        this.ledger = ledger;
        this.events = events;
        this.leased = leased;
    }

    /** Writes a record with others, at the latest when the pass ends. */
    void put(LedgerRecord record) {
        uidValidity.ifPresent(validity -> soon(Change.put(validity, record)));
    }

    /**
     * Writes records before anything else is done; if the table is in trouble, when the pass ends.
     *
     * @return whether they are on record now, as far as any can be
     */
    boolean putNow(Collection<LedgerRecord> records) {
        if (uidValidity.isEmpty()) {
            return true;
        }
        List<Change> changes = records.stream()
                .map(record -> Change.put(uidValidity.getAsLong(), record))
                .toList();
        changes.forEach(change -> waiting.put(change.key(), change));
        write(Integer.MAX_VALUE);
        return changes.stream().noneMatch(change -> waiting.containsKey(change.key()));
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

    /** Something got its final answer, so what fails beside it fails by itself. */
    void somethingGetsThrough() {
        someGotThrough = true;
        hopeless = 0;
        held.forEach(this::put);
        held.clear();
    }

    /** Removes a message's record with other changes, at the latest when the pass ends. */
    void remove(long uid) {
        uidValidity.ifPresent(validity -> soon(Change.remove(new Ledger.Key(validity, uid, false))));
    }

    /** Removes a message's record when all else is done: it may be one of very many, and nothing waits for it. */
    void removeAtLast(long uid) {
        uidValidity.ifPresent(validity -> last.add(Change.remove(new Ledger.Key(validity, uid, false))));
    }

    /** Removes the records of rejected messages that were delivered since: somebody has marked them as unread. */
    void removeRejected(Collection<Long> uids) {
        if (uids.isEmpty() || uidValidity.isEmpty() || inTrouble) {
            return;
        }
        try {
            ledger.rejected(pollerId, uidValidity.getAsLong(), uids)
                    .forEach(uid -> last.add(Change.remove(new Ledger.Key(uidValidity.getAsLong(), uid, true))));
        } catch (PollerTable.TableException e) {
            events.ledgerFailed(pollerId, e.detail());
        }
    }

    /** Whether what is to be on record of a message is not written yet, or can't be. */
    boolean isWaiting(long uid) {
        return uidValidity.isEmpty() || waiting.containsKey(new Ledger.Key(uidValidity.getAsLong(), uid, false));
    }

    private void soon(Change change) {
        waiting.put(change.key(), change);
        if (waiting.size() >= Ledger.AT_ONCE) {
            write(Integer.MAX_VALUE);
        }
    }

    /**
     * Tries what is left once more, first what keeps messages from being posted again. What can't be written then is done by the next
     * pass, or by a record's time to live.
     *
     * @param inHurry whether the run's time is up
     */
    void rest(boolean inHurry) {
        Map<Ledger.Key, Change> rest = new LinkedHashMap<>(waiting);
        waiting.clear();
        rest.values().stream().filter(LedgerWriter::isFinal).forEach(change -> waiting.put(change.key(), change));
        waiting.keySet().forEach(rest::remove);
        waiting.putAll(rest);
        last.forEach(change -> waiting.putIfAbsent(change.key(), change));
        last.clear();
        int requests = inHurry ? LAST_REQUESTS : Integer.MAX_VALUE;
        if (!inTrouble) {
            write(requests);
        }
        if (inTrouble) {
            inTrouble = false;
            write(requests);
        }
    }

    private void write(int requests) {
        for (int i = 0; i < requests && !waiting.isEmpty() && !inTrouble; i++) {
            boolean alone = leased.getAsBoolean();
            List<Change> batch = waiting.values().stream()
                    .filter(change -> alone || isFinal(change))
                    .limit(Ledger.AT_ONCE)
                    .toList();
            if (batch.isEmpty()) {
                return;
            }
            try {
                ledger.write(pollerId, batch);
                batch.forEach(change -> waiting.remove(change.key()));
            } catch (PollerTable.TableException e) {
                inTrouble = true;
                events.ledgerFailed(pollerId, e.detail());
            }
        }
    }

    /** That a message got its final answer stays true, whatever another pass has written since. */
    private static boolean isFinal(Change change) {
        return change.record()
                .filter(record -> switch (record.state()) {
                    case DELIVERED, REJECTED -> true;
                    case DEFERRED, PARKED, TOO_LARGE -> false;
                })
                .isPresent();
    }
}
