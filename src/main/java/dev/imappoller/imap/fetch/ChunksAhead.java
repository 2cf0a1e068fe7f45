package dev.imappoller.imap.fetch;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many chunks of large messages may be under way on one connection. The number grows while the server sends just the chunks that it is
 * asked for, in order. So the connection is never idle. It is limited to what arrives soon, since later commands, such as a STORE, are
 * answered only after these chunks.
 */
final class ChunksAhead {
    /** Enough that the next chunk is on its way while one is taken up. */
    static final int LEAST = 2;

    /** With a round trip of 50 ms, 320 MiB a second. */
    static final int MOST = 16;

    /** A chunk should arrive within this time after it is asked for. */
    private static final Duration SOON = Duration.ofMillis(500);

    private final LongSupplier nanoTime;
    private int most = LEAST;

    /** @param nanoTime as {@link System#nanoTime()} */
    ChunksAhead(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    int most() {
        return most;
    }

    /** Whether it is time to ask for more: for several at once, rather than for one at each that comes. */
    boolean isTime(int underWay) {
        return underWay <= most / 2;
    }

    /** When something is asked for, to be told when it has {@link #arrived}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** A chunk is here, as large as it was asked for and in its turn. */
    void arrived(long askedAt) {
        boolean soon = nanoTime.getAsLong() - askedAt <= SOON.toNanos();
        most = soon ? Math.min(MOST, most + 1) : Math.max(LEAST, most - 1);
    }

    /** The server sent another chunk than the next one, or one of another size. */
    void odd() {
        most = LEAST;
    }
}
