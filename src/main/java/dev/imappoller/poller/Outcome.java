package dev.imappoller.poller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of a pass.
 *
 * @param detail what happened and what to do, in a sentence or two for a person
 * @param unread messages not yet collected, where that is known
 * @param newlyParked messages that are not tried any more from this pass on
 * @param newlyTooLarge messages above {@code maxMessageBytes} that no pass has met before
 * @param retryAfter how long the endpoint or the mailbox's server asked to wait, where that ended the pass
 * @param figures what else was measured
 * @param lastAnswered the messages that got their final answer; empty if the pass doesn't know, and what stands in the item stays true
 */
public record Outcome(
        PollerStatus status,
        String detail,
        Counts counts,
        OptionalInt unread,
        Duration took,
        Optional<Duration> retryAfter,
        int newlyParked,
        int newlyTooLarge,
        Figures figures,
        Optional<LastAnswered> lastAnswered) {
    public Outcome(PollerStatus status, String detail, Counts counts, OptionalInt unread, Duration took) {
        this(status, detail, counts, unread, took, Optional.empty(), 0, 0, Figures.NONE);
    }

    /** The result of a pass that learned nothing about marks. */
    public Outcome(
            PollerStatus status,
            String detail,
            Counts counts,
            OptionalInt unread,
            Duration took,
            Optional<Duration> retryAfter,
            int newlyParked,
            int newlyTooLarge,
            Figures figures) {
        this(status, detail, counts, unread, took, retryAfter, newlyParked, newlyTooLarge, figures, Optional.empty());
    }

    /** The result of a pass that never got as far as a message. */
    public static Outcome failed(Failure failure, Duration took) {
        Outcome failed = new Outcome(failure.status(), failure.detail(), Counts.NONE, OptionalInt.empty(), took);
        return failure.pause().map(failed::askedToWait).orElse(failed);
    }

    /** The result of what was asked for by hand. */
    static Outcome note(String detail, int unread) {
        return new Outcome(PollerStatus.OK, detail, Counts.NONE, OptionalInt.of(unread), Duration.ZERO);
    }

    Outcome askedToWait(Duration wait) {
        return new Outcome(
                status,
                detail,
                counts,
                unread,
                took,
                Optional.of(wait),
                newlyParked,
                newlyTooLarge,
                figures,
                lastAnswered);
    }

    Outcome lasting(Duration duration) {
        return new Outcome(
                status,
                detail,
                counts,
                unread,
                duration,
                retryAfter,
                newlyParked,
                newlyTooLarge,
                figures,
                lastAnswered);
    }

    Outcome remembering(LastAnswered answered) {
        return new Outcome(
                status,
                detail,
                counts,
                unread,
                took,
                retryAfter,
                newlyParked,
                newlyTooLarge,
                figures,
                Optional.of(answered));
    }

    Outcome adding(List<String> sentences) {
        return sentences.isEmpty() ? this : adding(String.join(" ", sentences));
    }

    Outcome adding(String sentence) {
        return new Outcome(
                status,
                detail + " " + sentence,
                counts,
                unread,
                took,
                retryAfter,
                newlyParked,
                newlyTooLarge,
                figures,
                lastAnswered);
    }
}
