package dev.imappoller.poller.run;

import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A run over one segment, under a lease. This lease only avoids double work. The passes' own leases make sure that no message is delivered
 * twice, whatever segment a poller is in.
 *
 * <p>Whatever happens, the turn is over afterwards. The next tick comes sooner than the queue would repeat this one.
 */
public final class SegmentRun {
    /** How long a run may go on after its budget; the function's time-out ends it then. */
    static final Duration BEYOND_BUDGET = Duration.ofSeconds(15);

    private final Consumer<Segment> run;
    private final Leases leases;
    private final Duration budget;
    private final Events events;
    private final Clock clock;

    /**
     * @param run polls the pollers of a segment that are due; may throw {@link TableException}
     * @param leases of segments, by their numbers
     * @param budget the run's
     */
    public SegmentRun(Consumer<Segment> run, Leases leases, Duration budget, Events events, Clock clock) {
        this.run = run;
        this.leases = leases;
        this.budget = budget;
        this.events = events;
        this.clock = clock;
    }

    /** Polls the pollers of a segment that are due, unless another does at this moment. */
    public void poll(Segment segment) {
        String name = Integer.toString(segment.number());
        String owner = UUID.randomUUID().toString();
        Instant now = clock.instant();
        try {
            Instant until = now.plus(budget).plus(BEYOND_BUDGET);
            if (leases.take(name, owner, now, until) == Leases.Taking.HELD_BY_ANOTHER) {
                events.segmentHeld(segment.number());
                return;
            }
            try {
                run.accept(segment);
            } finally {
                release(name, owner);
            }
        } catch (TableException e) {
            events.runFailed(e.detail());
        }
    }

    private void release(String name, String owner) {
        try {
            leases.release(name, owner);
        } catch (TableException e) {
            // It ends by itself.
        }
    }
}
