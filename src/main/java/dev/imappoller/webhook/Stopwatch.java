package dev.imappoller.webhook;

import java.time.Duration;

/** Measures one POST with all its hops against the time it may take. */
final class Stopwatch {
    private final long began = System.nanoTime();
    private final Duration atMost;

    Stopwatch(Duration atMost) {
        this.atMost = atMost;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Zero or more. */
    Duration left() {
        Duration left = atMost.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
