package dev.imappoller.poller;

import dev.imappoller.poller.LedgerRecord.Care;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a message failed.
 *
 * @param httpStatus the endpoint's answer, where there was one: that is charged as an attempt
 * @param silent whether the endpoint gave no answer to this message, though it did to others
 * @param harmful whether it may harm others that are under way with it
 * @param itsOwn whether it lies with this message, as too much work does, or an answer before it was sent: that is charged as an attempt, too
 */
record Failed(
        OptionalInt httpStatus,
        Optional<Duration> retryAfter,
        String why,
        Optional<String> messageId,
        long size,
        boolean silent,
        boolean harmful,
        boolean itsOwn) {
    /** @param othersAnswered whether the endpoint has answered in this pass */
    static Failed of(Answer answer, boolean othersAnswered, Optional<String> messageId, long size) {
        String why = Words.of(answer);
        if (answer instanceof Answer.Http http) {
            return new Failed(
                    OptionalInt.of(http.status()), http.wishToWait(), why, messageId, size, false, false, false);
        }
        boolean silent = othersAnswered && Breaker.mayBeTheMessage((Answer.None) answer);
        boolean early = ((Answer.None) answer).cause() == Answer.Cause.ANSWERED_EARLY;
        return new Failed(OptionalInt.empty(), Optional.empty(), why, messageId, size, silent, false, early);
    }

    /** It did not come as far as a POST. */
    static Failed unread(String why, long size, boolean harmful) {
        return new Failed(OptionalInt.empty(), Optional.empty(), why, Optional.empty(), size, false, harmful, false);
    }

    /** To make a request of it takes more work than a message may. */
    static Failed givenUp(String why, long size) {
        return new Failed(OptionalInt.empty(), Optional.empty(), why, Optional.empty(), size, false, false, true);
    }

    /** Whatever happened, no pass broke off over it, unless it does harm. */
    Care care(Care before) {
        int silences = silent ? before.silent() + 1 : httpStatus.isPresent() ? 0 : before.silent();
        return new Care(harmful, harmful ? before.brokeOff() : 0, silences, before.hidden());
    }
}
