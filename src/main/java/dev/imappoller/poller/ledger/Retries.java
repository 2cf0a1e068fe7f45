package dev.imappoller.poller.ledger;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long a message that did not get through waits, for a poller with {@code retryBackoff}. */
public final class Retries {
    private static final Duration FIRST = Duration.ofMinutes(1);
    /** No message waits longer, whatever the reason. */
    static final Duration LONGEST = Duration.ofHours(6);

    private final long seed;

    /** @param seed another one for each pass, so that messages that failed together are not all tried together */
    public Retries(long seed) {
        this.seed = seed;
    }

    /** @param attempts answered failures so far, 1 or more */
    Duration delay(long uid, int attempts) {
        int doublings = Math.min(Math.max(attempts - 1, 0), 10);
        Duration most = FIRST.multipliedBy(1L << doublings);
        Duration capped = most.compareTo(LONGEST) < 0 ? most : LONGEST;
        return Duration.ofMillis((long) (capped.toMillis() * new SplittableRandom(seed + uid).nextDouble()));
    }
}
