package dev.imappoller.poller.run;

import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import java.time.Instant;
import java.util.Optional;

/** The State table's record of pollers that are not polled for a while. */
public interface Backoffs {
    /**
     * Why a poller is in backoff, and until when.
     *
     * @param reason the status that it got
     * @param inARow how often in a row it got it, 1 or more
     * @param configHash of the poller's configuration then; if it changes, the backoff ends
     */
    record Backoff(Instant nextPollAt, PollerStatus reason, int inARow, String configHash) {
        /** The same for another configuration. */
        Backoff of(String otherConfigHash) {
            return new Backoff(nextPollAt, reason, inARow, otherConfigHash);
        }
    }

    /**
     * The poller's record.
     *
     * @throws TableException if the table can't be read
     */
    Optional<Backoff> find(String pollerId);

    /**
     * Writes a record in place of an earlier one.
     *
     * @throws TableException if the table can't be written
     */
    void put(String pollerId, Backoff backoff);

    /**
     * Removes the record, if it is there.
     *
     * @throws TableException if the table can't be written
     */
    void remove(String pollerId);
}
