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
    private int answers;
    private boolean open;
    private Optional<Duration> retryAfter = Optional.empty();

    /** @param wasFailing whether the last pass ended so: then one message is tried first */
    Breaker(boolean wasFailing) {
        this.probing = wasFailing;
    }

    /** How many messages may be posted at the same time, of those that may be otherwise. */
    int posts(int otherwise) {
        return hasAnswered() ? otherwise : Math.min(otherwise, limit() - silent);
    }

    /** How many answers there were, to be given back when one comes to what is begun now. */
    int answers() {
        return answers;
    }

    /** Whether the endpoint has answered in this pass. */
    boolean hasAnswered() {
        return answers > 0;
    }

    /** Takes note of what came of a POST of a message that nothing is known about. */
    void after(Answer answer, Verdict verdict) {
        after(answer, verdict, answers, false);
    }

    /**
     * Takes note of what came of a POST. One that stays without an answer says nothing about the endpoint where others were answered
     * meanwhile, or where the message is known for it and others were answered at all.
     *
     * @param answersBefore {@link #answers()} when the POST was begun
     * @param known whether the endpoint was silent over this message before
     */
    void after(Answer answer, Verdict verdict, int answersBefore, boolean known) {
        if (answer instanceof Answer.Http http) {
            answers++;
            silent = 0;
            slowest = answer.took().compareTo(slowest) > 0 ? answer.took() : slowest;
            if (verdict == Verdict.DEFERRED) {
                retryAfter = http.wishToWait().or(() -> retryAfter);
            }
        } else if (counts((Answer.None) answer, answersBefore, known)) {
            silent++;
        }
        // For good: an answer that comes in late, to a POST of before, does not undo it.
        open = open || silent >= limit() || retryAfter.isPresent();
    }

    private boolean counts(Answer.None none, int answersBefore, boolean known) {
        boolean excused = answers > answersBefore || known && hasAnswered();
        return isSilence(none.cause()) && !(excused && mayBeTheMessage(none));
    }

    /** One that answers too early is there, and wrong about that message. */
    private static boolean isSilence(Answer.Cause cause) {
        return cause != Answer.Cause.NOT_SENT && cause != Answer.Cause.ANSWERED_EARLY;
    }

    /** Whether the endpoint was there, and may have gone over this very message. */
    static boolean mayBeTheMessage(Answer.None none) {
        return switch (none.cause()) {
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, NOT_CONNECTED, TLS, NOT_SENT, ANSWERED_EARLY -> false;
            case CONNECTION_LOST, TIMED_OUT, NOT_HTTP -> true;
        };
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
        return probing && !hasAnswered() ? 1 : MOST_SILENT;
    }
}
