package dev.imappoller.poller.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass measured besides its counts, for the metrics.
 *
 * @param posts how long each POST took, answered or not
 * @param oldestUnreadAt when the oldest of the messages arrived that were left unread, where that is known
 * @param timeIsUp whether work was left because the run's time was up
 * @param newlyParked messages that are not tried any more from this pass on
 * @param newlyTooLarge messages above {@code maxMessageBytes} that no pass has met before
 */
public record PassMeasurements(
        List<Duration> posts, Optional<Instant> oldestUnreadAt, boolean timeIsUp, int newlyParked, int newlyTooLarge) {
    /** The measurements of a pass that ended before it listed a message. */
    public static final PassMeasurements NONE = new PassMeasurements(List.of(), Optional.empty(), false, 0, 0);

    public PassMeasurements {
        posts = List.copyOf(posts);
    }
}
