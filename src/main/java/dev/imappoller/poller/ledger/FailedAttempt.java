package dev.imappoller.poller.ledger;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a message failed.
 *
 * @param httpStatus the endpoint's answer, if there was one; it is charged as an attempt
 * @param silent whether the endpoint gave no answer to this message, though it did to others
 * @param harmful whether it may harm others that are under way with it
 * @param itsOwn whether this message is the cause, because it takes too much work or was answered before it was sent; this is charged as an
 *     attempt too
 */
public record FailedAttempt(
        OptionalInt httpStatus,
        Optional<Duration> retryAfter,
        String why,
        Optional<String> messageId,
        long size,
        boolean silent,
        boolean harmful,
        boolean itsOwn) {
    /**
     * @param othersAnswered whether the endpoint has answered in this pass
     * @param id the message's own; null if it has none
     */
    public static FailedAttempt of(Answer answer, boolean othersAnswered, @Nullable String id, long size) {
        Optional<String> messageId = Optional.ofNullable(id);
        String why = answer.words();
        return answer.either(
                http -> new FailedAttempt(
                        OptionalInt.of(http.status()), http.wishToWait(), why, messageId, size, false, false, false),
                none -> {
                    boolean silent = othersAnswered && none.cause().mayBeTheMessage();
                    boolean early = none.cause() == Answer.Cause.ANSWERED_EARLY;
                    return new FailedAttempt(
                            OptionalInt.empty(), Optional.empty(), why, messageId, size, silent, false, early);
                });
    }

    /** The message failed before it was posted. */
    public static FailedAttempt unread(String why, long size, boolean harmful) {
        return new FailedAttempt(
                OptionalInt.empty(), Optional.empty(), why, Optional.empty(), size, false, harmful, false);
    }

    /** Making a request of the message takes more steps than its budget allows. */
    public static FailedAttempt givenUp(String why, long size) {
        return new FailedAttempt(
                OptionalInt.empty(), Optional.empty(), why, Optional.empty(), size, false, false, true);
    }

    /** How careful the next passes must be: no pass broke off at this message, unless it is harmful. */
    Care care(Care before) {
        int silences = silent ? before.silent() + 1 : httpStatus.isPresent() ? 0 : before.silent();
        return new Care(harmful, harmful ? before.brokeOff() : 0, silences, before.hidden());
    }
}
