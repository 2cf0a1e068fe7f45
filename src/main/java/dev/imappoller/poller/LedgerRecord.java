package dev.imappoller.poller;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is on record about a message that did not go through like most do.
 *
 * @param attempts answered failures, 0 or more
 * @param nextAttemptAt when it may be tried again, where it is not at the next poll
 * @param lastHttpStatus the last answer, where there was one
 * @param lastError why it did not go through, in words
 * @param messageId its Message-ID (RFC 5322), where it was read
 * @param size in octets, as the server announced it
 * @param mailbox which account and folder it is of, since UIDVALIDITY alone doesn't tell one account's from another's: many servers
 *     begin with 1; empty where that is not known
 */
public record LedgerRecord(
        long uid,
        State state,
        int attempts,
        Instant firstAttemptAt,
        Instant lastAttemptAt,
        Optional<Instant> nextAttemptAt,
        OptionalInt lastHttpStatus,
        String lastError,
        Optional<String> messageId,
        long size,
        String mailbox) {

    /** Whether it may be of this mailbox. */
    boolean isOf(String someMailbox) {
        return mailbox.isEmpty() || mailbox.equals(someMailbox);
    }

    /** Where a message stands. */
    public enum State {
        /** It did not get through, and is tried again. */
        DEFERRED,
        /** It did not get through so often that it is not tried any more. */
        PARKED,
        /** It is above the poller's {@code maxMessageBytes}. */
        TOO_LARGE,
        /** It got through, and could not be marked as seen. */
        DELIVERED
    }
}
