package dev.imappoller.poller;

import dev.imappoller.poller.LedgerRecord.State;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Records for tests. */
final class LedgerRecords {
    private LedgerRecords() {}

    static LedgerRecord of(long uid, State state) {
        return of(uid, state, 1, Instant.EPOCH);
    }

    static LedgerRecord of(long uid, State state, int attempts, Instant lastAttemptAt) {
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
}
