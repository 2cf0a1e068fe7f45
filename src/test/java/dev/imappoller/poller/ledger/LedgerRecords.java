package dev.imappoller.poller.ledger;

import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Records for tests. */
public final class LedgerRecords {
    private LedgerRecords() {}

    public static LedgerRecord of(long uid, State state) {
        return of(uid, state, 1, Instant.EPOCH);
    }

    public static LedgerRecord of(long uid, State state, int attempts, Instant lastAttemptAt) {
        return new LedgerRecord(
                uid,
                state,
                attempts,
                Instant.EPOCH,
                lastAttemptAt,
                Optional.empty(),
                OptionalInt.of(500),
                "answered HTTP 500",
                Optional.empty(),
                100,
                "");
    }

    /** The same message as one that was tried then, and may be tried again at once. */
    public static LedgerRecord attemptedAt(LedgerRecord record, Instant then) {
        return record.with(State.DEFERRED, then, null, "", record.care());
    }
}
