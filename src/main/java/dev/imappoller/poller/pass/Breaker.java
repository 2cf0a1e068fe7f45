package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a pass whose endpoint doesn't answer, since the other messages would only wait for the same time-outs. It lets few messages be
 * posted until the endpoint has answered once.
 */
final class Breaker {
    /** One or two posts may stay unanswered because of the message itself, or because of a restart. */
    private static final int MOST_SILENT = 3;

    private final boolean probing;
    private int silent;
    private Duration slowest = Duration.ZERO;
    private int answers;
    private boolean open;
    private @Nullable Duration retryAfter;

    /** @param wasFailing whether the last pass ended so: then one message is tried first */
    Breaker(boolean wasFailing) {
        this.probing = wasFailing;
    }

    /** How many messages may be posted at the same time, of those that may be otherwise. */
    int posts(int otherwise) {
        return hasAnswered() ? otherwise : Math.min(otherwise, limit() - silent);
    }

    /** How many answers there were so far. Whoever begins a POST passes this number to {@link #after} with its result. */
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
     * Takes note of a POST's result. A POST without an answer does not count against the endpoint if others were answered meanwhile, or if
     * the endpoint was silent at this message before and answered any other.
     *
     * @param answersBefore {@link #answers()} when the POST was begun
     * @param known whether the endpoint was silent over this message before
     */
    void after(Answer answer, Verdict verdict, int answersBefore, boolean known) {
        silent = answer.either(
                http -> silentAfter(http, verdict), none -> silent + (counts(none, answersBefore, known) ? 1 : 0));
        // Once open, it stays open: a late answer to an earlier POST does not close it.
        open = open || silent >= limit() || retryAfter != null;
    }

    private int silentAfter(Answer.Http http, Verdict verdict) {
        answers++;
        slowest = http.took().compareTo(slowest) > 0 ? http.took() : slowest;
        if (verdict == Verdict.DEFERRED) {
            retryAfter = http.wishToWait().orElse(retryAfter);
        }
        return 0;
    }

    private boolean counts(Answer.None none, int answersBefore, boolean known) {
        boolean excused = answers > answersBefore || known && hasAnswered();
        return isSilence(none.cause()) && !(excused && none.cause().mayBeTheMessage());
    }

    /** One that answers too early is there, and wrong about that message; one that was sent nothing has said nothing. */
    private static boolean isSilence(Answer.Cause cause) {
        return switch (cause) {
            case NOT_SENT, NOT_STORED, ANSWERED_EARLY -> false;
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, NOT_CONNECTED, TLS, CONNECTION_LOST, TIMED_OUT, NOT_HTTP -> true;
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
        return Optional.ofNullable(retryAfter);
    }

    private int limit() {
        return probing && !hasAnswered() ? 1 : MOST_SILENT;
    }
}
