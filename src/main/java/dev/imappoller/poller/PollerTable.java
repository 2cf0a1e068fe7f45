package dev.imappoller.poller;

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

    /** The table can't be reached, or refuses. */
    final class TableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String detail;

        public TableException(String detail, Throwable cause) {
            super(detail, cause);
            this.detail = detail;
        }

        /** Which table, what is wrong and what to do. */
        public String detail() {
            return detail;
        }
    }
}
