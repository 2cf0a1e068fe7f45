package dev.imappoller.poller;

import dev.imappoller.poller.LedgerRecord.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Records the messages of a pass that are too large, each once in its life. */
final class Oversized {
    private final Poller poller;
    private final Ledger ledger;
    private final Events events;
    private final Instant now;
    private Optional<Map<Long, State>> onRecord = Optional.empty();

    Oversized(Poller poller, Ledger ledger, Events events, Instant now) {
        this.poller = poller;
        this.ledger = ledger;
        this.events = events;
        this.now = now;
    }

    /** Records and reports the message, unless an earlier pass has; a State table in trouble holds nothing up. */
    void found(long uidValidity, long uid, long size) {
        try {
            if (onRecord.isEmpty()) {
                onRecord = Optional.of(ledger.states(poller.pollerId(), uidValidity));
            }
            if (onRecord.get().get(uid) != State.TOO_LARGE) {
                ledger.put(
                        poller.pollerId(),
                        uidValidity,
                        LedgerRecord.tooLarge(uid, size, poller.maxMessageBytes(), now));
                events.tooLarge(poller, uid, size);
            }
        } catch (PollerTable.TableException e) {
            events.ledgerFailed(poller.pollerId(), e.detail());
        }
    }
}
