package dev.imappoller.poller.ledger;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
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
public record Failed(
        OptionalInt httpStatus,
        Optional<Duration> retryAfter,
        String why,
        Optional<String> messageId,
        long size,
        boolean silent,
        boolean harmful,
        boolean itsOwn) {
    /** @param othersAnswered whether the endpoint has answered in this pass */
    public static Failed of(Answer answer, boolean othersAnswered, Optional<String> messageId, long size) {
        String why = answer.words();
        return answer.either(
                http -> new Failed(
                        OptionalInt.of(http.status()), http.wishToWait(), why, messageId, size, false, false, false),
                none -> {
                    boolean silent = othersAnswered && none.cause().mayBeTheMessage();
                    boolean early = none.cause() == Answer.Cause.ANSWERED_EARLY;
                    return new Failed(
                            OptionalInt.empty(), Optional.empty(), why, messageId, size, silent, false, early);
                });
    }

    /** It did not come as far as a POST. */
    public static Failed unread(String why, long size, boolean harmful) {
        return new Failed(OptionalInt.empty(), Optional.empty(), why, Optional.empty(), size, false, harmful, false);
    }

    /** To make a request of it takes more work than a message may. */
    public static Failed givenUp(String why, long size) {
        return new Failed(OptionalInt.empty(), Optional.empty(), why, Optional.empty(), size, false, false, true);
    }

    /** Whatever happened, no pass broke off over it, unless it does harm. */
    Care care(Care before) {
        int silences = silent ? before.silent() + 1 : httpStatus.isPresent() ? 0 : before.silent();
        return new Care(harmful, harmful ? before.brokeOff() : 0, silences, before.hidden());
    }
}
