package dev.imappoller.poller;

import java.time.Duration;
import java.util.Optional;

/**
 * Ends a pass whose endpoint doesn't answer: what is behind would only wait for the same time-outs. Not every message at once is
 * used to find that out.
 */
final class Breaker {
    /** One or two may be lost to the message itself, or to a restart. */
    private static final int MOST_SILENT = 3;

    private final boolean probing;
    private int silent;
    private Duration slowest = Duration.ZERO;
    private boolean answered;
    private boolean open;
    private Optional<Duration> retryAfter = Optional.empty();

    /** @param wasFailing whether the last pass ended so: then one message is tried first */
    Breaker(boolean wasFailing) {
        this.probing = wasFailing;
    }

    /** How many messages may be posted at the same time, of those that may be otherwise. */
    int posts(int otherwise) {
        return answered ? otherwise : Math.min(otherwise, limit() - silent);
    }

    /** Takes note of what came of a POST. */
    void after(Answer answer, Verdict verdict) {
        if (answer instanceof Answer.Http http) {
            answered = true;
            silent = 0;
            slowest = answer.took().compareTo(slowest) > 0 ? answer.took() : slowest;
            if (verdict == Verdict.DEFERRED) {
                retryAfter = http.wishToWait().or(() -> retryAfter);
            }
        } else if (isSilence(((Answer.None) answer).cause())) {
            silent++;
        }
        // For good: an answer that comes in late, to a POST of before, does not undo it.
        open = open || silent >= limit() || retryAfter.isPresent();
    }

    /** One that answers too early is there, and wrong about that message. */
    private static boolean isSilence(Answer.Cause cause) {
        return cause != Answer.Cause.NOT_SENT && cause != Answer.Cause.ANSWERED_EARLY;
    }

    /** Whether no more messages are to be begun. */
    boolean isOpen() {
        return open;
    }

    /** How long the slowest answer of the pass took, zero before there is one. */
    Duration slowest() {
        return slowest;
    }

    /** How long the endpoint asks to wait. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    private int limit() {
        return probing && !answered ? 1 : MOST_SILENT;
    }
}
