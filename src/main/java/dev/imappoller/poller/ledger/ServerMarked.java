package dev.imappoller.poller.ledger;

import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * QUIRK: some servers set {@code \Seen} when a message is fetched, though they are asked not to (RFC 9051, section 6.4.5: BODY.PEEK). No
 * search for unseen messages lists such a message again, so the flag is taken away until there is a verdict.
 */
public final class ServerMarked {
    private static final String HIDDEN = "it was fetched, and the pass ended before it was delivered";

    private final PassLedger history;
    private final Instant now;
    private final Set<Long> toUnmark = new LinkedHashSet<>();
    private final Set<Long> underWay = new HashSet<>();
    private final Set<Long> hidden = new LinkedHashSet<>();
    private boolean any;
    private boolean leavesFlags;

    /** @param now when the run began */
    public ServerMarked(PassLedger history, Instant now) {
        this.history = history;
        this.now = now;
    }

    /** The server has marked a message that has no verdict. */
    public void found(long uid) {
        any = true;
        hidden.add(uid);
        toUnmark.add(uid);
    }

    /** Messages were fetched and not delivered, and it can't be checked any more whether the server has marked them. */
    public void maybe(Collection<Long> uids) {
        hidden.addAll(uids);
    }

    /** A message was fetched and is still unseen some time later. */
    public void foundUnseen() {
        leavesFlags = true;
    }

    /** Whether the server, rather than a person, may have set the flag of a message that was fetched. */
    public boolean maySetFlags() {
        return any || !leavesFlags;
    }

    /** Whether it has set any in this pass. */
    public boolean any() {
        return any;
    }

    /** Those from which the flag is to be taken away now, in one command; they count as under way then. */
    public List<Long> toUnmark() {
        List<Long> due = List.copyOf(toUnmark);
        toUnmark.clear();
        underWay.addAll(due);
        return due;
    }

    /** Whether nothing is to be done about flags. */
    public boolean isIdle() {
        return toUnmark.isEmpty() && underWay.isEmpty();
    }

    /** The messages whose flag is being taken away. */
    public Set<Long> underWay() {
        return Set.copyOf(underWay);
    }

    /** The flag is gone. */
    public void unmarked(Collection<Long> uids) {
        underWay.removeAll(uids);
        uids.stream()
                .filter(hidden::remove) // One that has its final answer may be on record as delivered.
                .flatMap(uid -> history.record(uid).stream())
                .filter(record -> record.care().hidden())
                .forEach(record -> history.put(record.caring(record.care().hidden(false))));
    }

    /** Puts on record which messages may still have the flag, so that the next passes take them though no search lists them. */
    public void keep() {
        history.putNow(hidden.stream()
                .map(uid -> history.record(uid)
                        .orElseGet(() -> LedgerRecord.first(uid, State.DEFERRED, now, HIDDEN, 0, history.mailbox())))
                .map(record -> record.caring(record.care().hidden(true)))
                .toList());
    }

    /** The flag is still there. */
    public void refused(Collection<Long> uids) {
        underWay.removeAll(uids);
    }

    /** A message has its verdict, and is to be marked anyway; or there is none any more. */
    public void done(long uid) {
        hidden.remove(uid);
        toUnmark.remove(uid);
    }

    /** Messages without a verdict that may still have the flag. */
    public Set<Long> hidden() {
        return new LinkedHashSet<>(hidden);
    }
}
