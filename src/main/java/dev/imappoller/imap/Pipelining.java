package dev.imappoller.imap;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Whether a server takes commands that are sent before those ahead of them are answered (RFC 9051, section 5.5). QUIRK: some drop them, refuse
 * them, or close the connection; these get one command at a time.
 */
final class Pipelining {
    /** A lost connection is weak evidence, so it counts for some polls only. */
    private static final Duration AFTER_LOSS = Duration.ofMinutes(30);

    private final LongSupplier nanoTime;
    private boolean oneByOne;
    private OptionalLong lostAt = OptionalLong.empty();
    private int proven = 1;

    /** @param nanoTime as {@link System#nanoTime()} */
    Pipelining(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many commands may be under way at the same time. */
    synchronized int depth() {
        boolean lostLately = lostAt.isPresent() && nanoTime.getAsLong() - lostAt.getAsLong() < AFTER_LOSS.toNanos();
        return oneByOne || lostLately ? 1 : Integer.MAX_VALUE;
    }

    /** So many were under way, and the last of them was carried out. */
    synchronized void proven(int commands) {
        proven = Math.max(proven, commands);
    }

    /** A command was dropped or refused for no other reason than that it was sent ahead. */
    synchronized void refused() {
        oneByOne = true;
    }

    /** The connection was lost with so many commands under way. Where so many were never carried out before, that may be why. */
    synchronized void lostWith(int commands) {
        if (commands > proven) {
            lostAt = OptionalLong.of(nanoTime.getAsLong());
        }
    }
}
