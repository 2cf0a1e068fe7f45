package dev.imappoller.imap.pipeline;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Whether a server takes commands that are sent before those ahead of them are answered (RFC 9051, section 5.5). QUIRK: some drop them, refuse
 * them, close the connection or say nothing more; these get one command at a time.
 */
public final class Pipelining {
    /** A lost connection is weak evidence, since any server goes down now and then: it counts for so long, and after each other one twice as long. */
    private static final Duration AFTER_LOSS = Duration.ofMinutes(30);

    /** A process doesn't live for longer. */
    private static final Duration LONGEST_AFTER_LOSS = Duration.ofDays(2);

    private final LongSupplier nanoTime;
    private boolean oneByOne;
    private OptionalLong lostAt = OptionalLong.empty();
    private Duration afterLoss = AFTER_LOSS;

    /** @param nanoTime as {@link System#nanoTime()} */
    Pipelining(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many commands may be under way at the same time. */
    public synchronized int depth() {
        return oneByOne || isLostLately() ? 1 : Integer.MAX_VALUE;
    }

    /** A command was dropped or refused for no other reason than that it was sent ahead. */
    synchronized void refused() {
        oneByOne = true;
    }

    /** The connection was lost, or nothing more was heard, while commands were under way that others were sent ahead of. That may be why. */
    synchronized void lost() {
        if (isLostLately()) {
            return; // By another connection, which began before that.
        }
        if (lostAt.isPresent() && afterLoss.compareTo(LONGEST_AFTER_LOSS) < 0) {
            afterLoss = afterLoss.multipliedBy(2);
        }
        lostAt = OptionalLong.of(nanoTime.getAsLong());
    }

    private boolean isLostLately() {
        return lostAt.isPresent() && nanoTime.getAsLong() - lostAt.getAsLong() < afterLoss.toNanos();
    }
}
