package dev.imappoller.poller;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The result of a pass.
 *
 * @param detail what happened and what to do, in a sentence or two for a person
 * @param unread messages not yet collected, where that is known
 */
public record Outcome(PollerStatus status, String detail, Counts counts, OptionalInt unread, Duration took) {
    /** The result of a pass that never got as far as a message. */
    public static Outcome failed(Failure failure, Duration took) {
        return new Outcome(failure.status(), failure.detail(), Counts.NONE, OptionalInt.empty(), took);
    }

    Outcome lasting(Duration duration) {
        return new Outcome(status, detail, counts, unread, duration);
    }
}
