package dev.imappoller.poller.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time of one run. Until {@link #isOver()} new messages are begun; what is under way then has {@link #GRACE} to end, after which
 * it is cut, so that it can be recorded before the function's own time-out. Measured on a monotonic clock: a wall clock may jump.
 */
public final class Budget {
    /** Long enough for an ordinary answer to arrive, since a POST that is cut may have been taken and is then sent twice. */
    public static final Duration GRACE = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private final long overAt;
    private final Duration length;

    private Budget(LongSupplier nanoTime, long overAt, Duration length) {
        this.nanoTime = nanoTime;
        this.overAt = overAt;
        this.length = length;
    }

    /**
     * A budget that begins now.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    public static Budget starting(LongSupplier nanoTime, Duration length) {
        return new Budget(nanoTime, nanoTime.getAsLong() + length.toNanos(), length);
    }

    /** The same budget, by another clock that shows the same time. */
    public Budget by(LongSupplier other) {
        return new Budget(other, overAt, length);
    }

    /** Whether no new message may be begun any more. */
    public boolean isOver() {
        return nanoTime.getAsLong() - overAt >= 0;
    }

    /** The time until {@link #isOver()}; zero from then on. */
    public Duration untilOver() {
        Duration left = Duration.ofNanos(overAt - nanoTime.getAsLong());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether half of the time for new messages is left, which is enough for one that takes long. */
    public boolean isHalfLeft() {
        return untilOver().multipliedBy(2).compareTo(length) >= 0;
    }

    /** The time until everything under way is cut; zero from then on. */
    public Duration untilCut() {
        Duration left = Duration.ofNanos(overAt - nanoTime.getAsLong()).plus(GRACE);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
