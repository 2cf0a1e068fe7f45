package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.TableException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The Pollers table. */
public interface PollerTable {
    /**
     * Hands over every item.
     *
     * @throws TableException if the table can't be read to its end
     */
    default void forEach(Consumer<PollerEntry> action) {
        forEach(Segment.ALL, action);
    }

    /**
     * Hands over every item of a segment.
     *
     * @throws TableException if the segment can't be read to its end
     */
    void forEach(Segment segment, Consumer<PollerEntry> action);

    /**
     * One item.
     *
     * @throws TableException if the table can't be read
     */
    Optional<PollerEntry> find(String pollerId);

    /**
     * Writes what a pass came to into the poller's item, unless the item is gone. A count of unread messages that stood there before is
     * not written again.
     *
     * @param polledAt when the run began
     * @param state what stood in the item before
     * @throws TableException if it can't be written
     */
    void record(String pollerId, Outcome outcome, Instant polledAt, PollerState state);

    /**
     * Writes what a check came to into the poller's item, if no pass has written a status meanwhile, and unless the item is gone. It stays
     * due.
     *
     * @throws TableException if it can't be written
     */
    void recordCheck(String pollerId, Outcome outcome);
}
