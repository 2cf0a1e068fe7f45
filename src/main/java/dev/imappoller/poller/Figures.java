package dev.imappoller.poller;

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
 */
public record Figures(List<Duration> posts, Optional<Instant> oldestUnreadAt, boolean timeIsUp) {
    /** Those of a pass that never got as far as a message. */
    public static final Figures NONE = new Figures(List.of(), Optional.empty(), false);

    public Figures {
        posts = List.copyOf(posts);
    }
}
