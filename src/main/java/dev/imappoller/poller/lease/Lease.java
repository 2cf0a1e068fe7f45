package dev.imappoller.poller.lease;

import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The lease of what is done by hand. It is held for a short time and renewed meanwhile, so that it is soon free after a killed process. */
public final class Lease {
    /** Longer than the pauses of a process that have to be bridged, shorter than the time between two polls. */
    public static final Duration LENGTH = Duration.ofSeconds(10);

    private final String pollerId;
    private final Leases leases;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final String owner = UUID.randomUUID().toString();
    private final LeaseHold hold = new LeaseHold();

    /** @param nanoTime as {@link System#nanoTime()} */
    public Lease(String pollerId, Leases leases, Clock clock, LongSupplier nanoTime) {
        this.pollerId = pollerId;
        this.leases = leases;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the lease.
     *
     * @return false if another pass holds it
     * @throws TableException if the table can't be written
     */
    public boolean take() {
        // Taken before the request, since the request's time is part of the lease. By a monotonic clock, since the wall
        // clock may jump.
        hold.asked(nanoTime.getAsLong());
        Instant now = clock.instant();
        hold.answered(leases.take(pollerId, owner, now, now.plus(LENGTH)) != Leases.Taking.HELD_BY_ANOTHER);
        return !hold.isLost();
    }

    /** Renews it if that is due, and tells whether it is still this owner's. */
    public boolean keep() {
        if (hold.isRenewalDue(nanoTime.getAsLong())) {
            hold.asked(nanoTime.getAsLong());
            try {
                hold.answered(leases.renew(pollerId, owner, clock.instant().plus(LENGTH)));
            } catch (TableException e) {
                hold.failed(nanoTime.getAsLong()); // It is tried again until the lease can't be trusted any more.
            }
        }
        return !hold.isLost();
    }

    /**
     * Gives it back.
     *
     * @throws TableException if the table can't be written; it then ends by itself
     */
    public void release() {
        leases.release(pollerId, owner);
    }
}
