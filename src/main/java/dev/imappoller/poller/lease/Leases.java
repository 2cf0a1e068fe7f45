package dev.imappoller.poller.lease;

import dev.imappoller.poller.status.TableException;
import java.time.Duration;
import java.time.Instant;

/** Leases in the State table: who holds a poller's lease may post its messages, and nobody else at that time. Segments are leased alike. */
public interface Leases {
    /** The most by which the clock of another owner may be ahead. */
    Duration AHEAD = Duration.ofMinutes(1);

    /** What came of an attempt to take a lease. */
    enum Taking {
        /** Another owner holds it. */
        HELD_BY_ANOTHER,
        /** It was free. */
        TAKEN,
        /** It had ended without being given back: its last owner's process was killed, or paused for too long. */
        TAKEN_OVER
    }

    /**
     * Takes a lease that is free.
     *
     * @param owner names the pass; no two have the same name
     * @param now a lease that ended before is free
     * @param until its end. A lease that ends more than {@link #AHEAD} later than this is free too, since it was taken by a wrong clock
     * @throws TableException if the table can't be written
     */
    Taking take(String pollerId, String owner, Instant now, Instant until);

    /**
     * Renews a lease, even one that has ended, unless another owner has had it since.
     *
     * @return false if it is no longer this owner's
     * @throws TableException if the table can't be written
     */
    boolean renew(String pollerId, String owner, Instant until);

    /**
     * Gives a lease back, unless another owner has taken it over.
     *
     * @throws TableException if the table can't be written
     */
    void release(String pollerId, String owner);
}
