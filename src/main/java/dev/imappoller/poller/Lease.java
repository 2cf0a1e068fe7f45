package dev.imappoller.poller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The lease of what is done by hand. It is held for a short time and renewed meanwhile, so that it is soon free after a killed process. */
final class Lease {
    /** Longer than a stop of the process that is worth waiting for, shorter than the time between two polls. */
    static final Duration LENGTH = Duration.ofSeconds(10);

    private final String pollerId;
    private final Leases leases;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final String owner = UUID.randomUUID().toString();
    private final LeaseHold hold = new LeaseHold();

    Lease(String pollerId, Leases leases, Clock clock, LongSupplier nanoTime) {
        this.pollerId = pollerId;
        this.leases = leases;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the lease.
     *
     * @return false if another pass holds it
     * @throws PollerTable.TableException if the table can't be written
     */
    boolean take() {
        // Before the request: how long that takes is part of the lease. A monotonic clock, since the other may jump.
        hold.asked(nanoTime.getAsLong());
        Instant now = clock.instant();
        hold.answered(leases.take(pollerId, owner, now, now.plus(LENGTH)) != Leases.Taking.HELD_BY_ANOTHER);
        return !hold.isLost();
    }

    /** Renews it if that is due, and tells whether it is still this owner's. */
    boolean keep() {
        if (hold.isRenewalDue(nanoTime.getAsLong())) {
            hold.asked(nanoTime.getAsLong());
            try {
                hold.answered(leases.renew(pollerId, owner, clock.instant().plus(LENGTH)));
            } catch (PollerTable.TableException e) {
                hold.failed(nanoTime.getAsLong()); // It is tried again until the lease can't be trusted any more.
            }
        }
        return !hold.isLost();
    }

    /**
     * Gives it back.
     *
     * @throws PollerTable.TableException if the table can't be written; it then ends by itself
     */
    void release() {
        leases.release(pollerId, owner);
    }
}
