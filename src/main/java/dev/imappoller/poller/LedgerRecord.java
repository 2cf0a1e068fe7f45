package dev.imappoller.poller;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is on record about a message that did not go through like most do.
 *
 * @param attempts answered failures, 0 or more
 * @param lastHttpStatus the last answer, where there was one
 * @param lastError why it did not go through, in words
 * @param messageId its Message-ID (RFC 5322), where it was read
 * @param size in octets, as the server announced it
 */
public record LedgerRecord(
        long uid,
        State state,
        int attempts,
        Instant firstAttemptAt,
        Instant lastAttemptAt,
        OptionalInt lastHttpStatus,
        String lastError,
        Optional<String> messageId,
        long size) {

    /** Where a message stands. */
    public enum State {
        DEFERRED,
        PARKED,
        TOO_LARGE,
        DELIVERED
    }

    /** A message above the poller's {@code maxMessageBytes}, never fetched. */
    static LedgerRecord tooLarge(long uid, long size, long largest, Instant now) {
        String why = "its " + size + " octets are above maxMessageBytes (" + largest + ")";
        return new LedgerRecord(uid, State.TOO_LARGE, 0, now, now, OptionalInt.empty(), why, Optional.empty(), size);
    }
}
