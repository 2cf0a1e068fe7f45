package dev.imappoller.http;

import java.time.Duration;

/** Measures one POST with all its hops against the time it may take. */
public final class PostDeadline {
    private final long began = System.nanoTime();
    private final Duration atMost;

    public PostDeadline(Duration atMost) {
        this.atMost = atMost;
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Zero or more. */
    public Duration left() {
        Duration left = atMost.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
