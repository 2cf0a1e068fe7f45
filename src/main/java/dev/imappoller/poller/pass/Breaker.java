package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
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
        silent = answer.either(
                http -> silentAfter(http, verdict), none -> silent + (counts(none, answersBefore, known) ? 1 : 0));
        // For good: an answer that comes in late, to a POST of before, does not undo it.
        open = open || silent >= limit() || retryAfter.isPresent();
    }

    private int silentAfter(Answer.Http http, Verdict verdict) {
        answers++;
        slowest = http.took().compareTo(slowest) > 0 ? http.took() : slowest;
        if (verdict == Verdict.DEFERRED) {
            retryAfter = http.wishToWait().or(() -> retryAfter);
        }
        return 0;
    }

    private boolean counts(Answer.None none, int answersBefore, boolean known) {
        boolean excused = answers > answersBefore || known && hasAnswered();
        return isSilence(none.cause()) && !(excused && none.cause().mayBeTheMessage());
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
        return probing && !hasAnswered() ? 1 : MOST_SILENT;
    }
}
