package dev.imappoller.poller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The lease of one pass. It is held for a short time and renewed as the pass goes on, so that it is soon free after a killed process.
 */
final class Lease {
    /** Longer than a stop of the process that is worth waiting for, shorter than the time between two polls. */
    static final Duration LENGTH = Duration.ofSeconds(10);

    /** It is renewed well before its end. */
    private static final Duration RENEWED_AFTER = Duration.ofSeconds(4);

    /** What is posted in the last seconds of a lease might be posted by its next owner too. */
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(8);

    private final String pollerId;
    private final Leases leases;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final String owner = UUID.randomUUID().toString();
    private long takenAt;
    private boolean lost;
    private boolean takenOver;

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
        return taken(now -> {
            Leases.Taking taking = leases.take(pollerId, owner, now, now.plus(LENGTH));
            takenOver = taking == Leases.Taking.TAKEN_OVER;
            return taking != Leases.Taking.HELD_BY_ANOTHER;
        });
    }

    /** Whether the last pass did not live to give it back: a message may have been its end. */
    boolean isTakenOver() {
        return takenOver;
    }

    private boolean taken(Predicate<Instant> request) {
        // Before the request: how long that takes is part of the lease. A monotonic clock, since the other may jump.
        long before = nanoTime.getAsLong();
        boolean taken = request.test(clock.instant());
        takenAt = before;
        lost = !taken;
        return taken;
    }

    /** Renews it if that is due, and tells whether messages may still be posted under it. */
    boolean keep() {
        if (!lost && held().compareTo(RENEWED_AFTER) >= 0) {
            try {
                taken(now -> leases.renew(pollerId, owner, now.plus(LENGTH)));
            } catch (PollerTable.TableException e) {
                // It is tried again until the lease can't be trusted any more.
                lost = held().compareTo(TRUSTED_FOR) >= 0;
            }
        }
        return !lost;
    }

    /**
     * Gives it back.
     *
     * @throws PollerTable.TableException if the table can't be written; it then ends by itself
     */
    void release() {
        leases.release(pollerId, owner);
    }

    private Duration held() {
        return Duration.ofNanos(nanoTime.getAsLong() - takenAt);
    }
}
