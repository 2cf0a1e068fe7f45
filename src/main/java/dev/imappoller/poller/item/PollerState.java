package dev.imappoller.poller.item;

import dev.imappoller.poller.status.PollerStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What earlier runs wrote into the poller's item.
 *
 * @param lastPollAt when the last run that polled it began
 * @param consecutiveFailures passes in a row whose status was not OK, 0 or more
 * @param status what the last pass came to
 * @param backlog what it left unread
 * @param lastSuccessAt when the last pass began that was OK
 * @param detail what the last pass came to and what to do, in a sentence; empty before the first
 * @param remembered what it left for the next ones
 */
public record PollerState(
        Optional<Instant> lastPollAt,
        int consecutiveFailures,
        Optional<PollerStatus> status,
        Backlog backlog,
        Optional<Instant> lastSuccessAt,
        String detail,
        RecentDeliveries recentDeliveries,
        Remembered remembered) {
    /**
     * What a pass left unread.
     *
     * @param unread messages, where it knew
     * @param oldestUnreadAt when the oldest of them arrived, where it knew
     */
    public record Backlog(OptionalInt unread, Optional<Instant> oldestUnreadAt) {}

    /** A state without a success. */
    public PollerState(
            Optional<Instant> lastPollAt, int consecutiveFailures, Optional<PollerStatus> status, OptionalInt unread) {
        this(
                lastPollAt,
                consecutiveFailures,
                status,
                new Backlog(unread, Optional.empty()),
                Optional.empty(),
                "",
                RecentDeliveries.NONE,
                Remembered.NOTHING);
    }

    /** @see Backlog#unread */
    public OptionalInt unread() {
        return backlog.unread();
    }

    /** @see Backlog#oldestUnreadAt */
    public Optional<Instant> oldestUnreadAt() {
        return backlog.oldestUnreadAt();
    }

    /** @see Remembered#lastAnswered */
    public Optional<LastAnswered> lastAnswered() {
        return remembered.lastAnswered();
    }

    /** @see Remembered#noPipelining */
    public Optional<NoPipelining> noPipelining() {
        return remembered.noPipelining();
    }

    /** The last time that it worked, where it has been failing for some passes. */
    public Optional<Instant> failingSince() {
        return consecutiveFailures > 0 ? lastSuccessAt : Optional.empty();
    }

    /** The state of an item that no run has seen yet. */
    public static final PollerState NEW = new PollerState(Optional.empty(), 0, Optional.empty(), OptionalInt.empty());
}
