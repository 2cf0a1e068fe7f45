package dev.imappoller.poller.outcome;

import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Remembered;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The result of a pass.
 *
 * @param detail what happened and what to do, in a sentence or two for a person
 * @param unread messages not yet collected, where that is known
 * @param retryAfter how long the endpoint or the mailbox's server asked to wait, where that ended the pass
 * @param measurements what else was measured
 * @param remembered what the next passes have to know: if it has no {@code lastAnswered}, this pass doesn't know, and what stands in the
 *     item stays true; if it has no {@code noPipelining}, there is none
 */
public record Outcome(
        PollerStatus status,
        String detail,
        MessageCounts counts,
        OptionalInt unread,
        Duration took,
        Optional<Duration> retryAfter,
        PassMeasurements measurements,
        Remembered remembered) {
    public Outcome(PollerStatus status, String detail, MessageCounts counts, OptionalInt unread, Duration took) {
        this(status, detail, counts, unread, took, Optional.empty(), PassMeasurements.NONE);
    }

    /** The result of a pass that learned nothing about marks. */
    public Outcome(
            PollerStatus status,
            String detail,
            MessageCounts counts,
            OptionalInt unread,
            Duration took,
            Optional<Duration> retryAfter,
            PassMeasurements measurements) {
        this(status, detail, counts, unread, took, retryAfter, measurements, Remembered.NOTHING);
    }

    /** The result of a pass that never got as far as a message. */
    public static Outcome failed(Failure failure, Duration took) {
        Outcome failed = new Outcome(failure.status(), failure.detail(), MessageCounts.NONE, OptionalInt.empty(), took);
        return failure.pause().map(failed::askedToWait).orElse(failed);
    }

    /** The result of what was asked for by hand. */
    public static Outcome note(String detail, int unread) {
        return new Outcome(PollerStatus.OK, detail, MessageCounts.NONE, OptionalInt.of(unread), Duration.ZERO);
    }

    Outcome askedToWait(Duration wait) {
        return new Outcome(status, detail, counts, unread, took, Optional.of(wait), measurements, remembered);
    }

    /** The same result of a pass that took so long. */
    public Outcome lasting(Duration duration) {
        return new Outcome(status, detail, counts, unread, duration, retryAfter, measurements, remembered);
    }

    /** The same result, with what is known of the server by now. */
    public Outcome knowing(@Nullable NoPipelining noPipelining) {
        Remembered known = new Remembered(lastAnswered(), Optional.ofNullable(noPipelining));
        return new Outcome(status, detail, counts, unread, took, retryAfter, measurements, known);
    }

    /** @see Remembered#lastAnswered */
    public Optional<LastAnswered> lastAnswered() {
        return remembered.lastAnswered();
    }

    /** @see Remembered#noPipelining */
    public Optional<NoPipelining> noPipelining() {
        return remembered.noPipelining();
    }

    /** The same result, with these sentences after its own. */
    public Outcome adding(List<String> sentences) {
        return sentences.isEmpty() ? this : adding(String.join(" ", sentences));
    }

    /** The same result, with this sentence after its own. */
    public Outcome adding(String sentence) {
        return new Outcome(status, detail + " " + sentence, counts, unread, took, retryAfter, measurements, remembered);
    }
}
