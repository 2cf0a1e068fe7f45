package dev.imappoller.poller;

import java.time.Instant;

/** Leases in the State table: who holds a poller's lease may post its messages, and nobody else at that time. Segments are leased alike. */
public interface Leases {
    /**
     * Takes a lease, or renews it.
     *
     * @param owner names the pass; no two have the same name
     * @param now a lease that ended before is free
     * @return false if another owner holds it
     * @throws PollerTable.TableException if the table can't be written
     */
    boolean take(String pollerId, String owner, Instant now, Instant until);

    /**
     * Gives a lease back, unless another owner has taken it over.
     *
     * @throws PollerTable.TableException if the table can't be written
     */
    void release(String pollerId, String owner);
}
