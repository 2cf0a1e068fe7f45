package dev.imappoller.message.octets;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What decoding one message and writing it may take: so many steps for each octet, and so much time.
 *
 * <p>Whatever goes over a message charges its steps here: an octet or character looked at, or a thing made. So a message
 * that was made to take long is given up, also by a thread that nobody can stop. It is used by one thread at a time.
 */
public final class DecodingBudget {
    /** Ordinary mail needs a tenth of this, each payload and three redirects included. */
    private static final long STEPS_PER_OCTET = 400;

    /** What the smallest message may take. */
    private static final long STEPS_FOR_ANY = 200_000;

    /** How many steps are made between two looks at the clock. */
    private static final long STEPS_BETWEEN_LOOKS = 64 * 1024;

    /** What a message of usual structure makes the memory hold, however small it is, in octets; of a larger one half its size more. */
    private static final long USUAL = 64 * 1024;

    /** The same, however large the message is: it is read from where it lies, and only a few megabytes are there for it. */
    private static final long MOST_USUAL = 2 * 1024 * 1024;

    private final long mostSteps;
    private final long usual;
    private Duration atMost;
    private final LongSupplier nanoTime;
    private long began;
    private boolean timed = true;
    private boolean usualOnly;
    private long held;
    private long steps;
    private long nextLook;

    /**
     * Starts a budget, and its time.
     *
     * @param messageSize in octets
     * @param atMost how long it may take, until {@link #untimed} is called
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public DecodingBudget(long messageSize, Duration atMost, LongSupplier nanoTime) {
        this.mostSteps = STEPS_FOR_ANY + STEPS_PER_OCTET * messageSize;
        this.usual = Math.min(USUAL + messageSize / 2, MOST_USUAL);
        this.atMost = atMost;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.nextLook = Math.min(STEPS_BETWEEN_LOOKS, mostSteps + 1);
    }

    /**
     * Has decoding end with an {@link UnusualException} where the message makes the memory hold more than it has room for: for its fields and
     * parts, of which a small message may have many thousand.
     */
    public DecodingBudget forUsualOnly() {
        usualOnly = true;
        return this;
    }

    /** One that goes by steps alone. */
    public static DecodingBudget bySteps(long messageSize) {
        DecodingBudget budget = new DecodingBudget(messageSize, Duration.ZERO, () -> 0);
        budget.untimed();
        return budget;
    }

    /** From here on only steps count: the message is on its way, and how long that takes is up to who receives it. */
    public void untimed() {
        timed = false;
    }

    /** From here on there is so much time. */
    public void timed(Duration most) {
        timed = true;
        atMost = most;
        began = nanoTime.getAsLong();
    }

    /** The steps that were made. */
    public long steps() {
        return steps;
    }

    /** Charges one step. */
    public void step() {
        spend(1);
    }

    /**
     * Charges steps.
     *
     * @throws SpentException if that is more than the message may take
     */
    public void spend(long count) {
        steps += count;
        if (steps >= nextLook) {
            look();
        }
    }

    /**
     * The memory holds so many octets more for as long as the message is on its way.
     *
     * @throws UnusualException if that is more than usual, and only that is wanted
     */
    public void hold(long octets) {
        held += octets;
        if (usualOnly && held > usual) {
            throw new UnusualException();
        }
    }

    private void look() {
        if (steps > mostSteps) {
            throw new SpentException(mostSteps + " steps");
        }
        if (timed && nanoTime.getAsLong() - began > atMost.toNanos()) {
            throw new SpentException(atMost.toSeconds() + " s");
        }
        nextLook = Math.min(steps + STEPS_BETWEEN_LOOKS, mostSteps + 1);
    }

    /** Decoding a message, or writing it, takes more than it may. */
    public static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private SpentException(String limit) {
            super("decoding took more than " + limit, null, false, false);
        }
    }

    /** A message of so many fields or parts that only a few like it may be held at the same time. */
    public static final class UnusualException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UnusualException() {
            super("more fields and parts than usual", null, false, false);
        }
    }
}
