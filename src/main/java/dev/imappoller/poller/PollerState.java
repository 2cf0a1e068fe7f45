package dev.imappoller.poller;

import java.time.Instant;
import java.util.Optional;

/**
 * What earlier runs wrote into the poller's item.
 *
 * @param lastPollAt when the last run that polled it began
 * @param consecutiveFailures passes in a row whose status was not OK, 0 or more
 */
public record PollerState(Optional<Instant> lastPollAt, int consecutiveFailures) {
    /** The state of an item that no run has seen yet. */
    public static final PollerState NEW = new PollerState(Optional.empty(), 0);
}
