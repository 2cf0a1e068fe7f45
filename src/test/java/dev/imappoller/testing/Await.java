package dev.imappoller.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, never for a time: as short as it can, and not beyond a bound. */
public final class Await {

    private static final long POLL_MILLIS = 10;

    private Await() {}

    /** Returns as soon as the condition holds; after the bound it fails with the given description. */
    public static void until(Duration bound, Supplier<String> description, BooleanSupplier condition) {
        if (!within(bound, condition)) {
            throw new AssertionError("Not within " + bound.toMillis() + " ms: " + description.get());
        }
    }

    /** As {@link #until(Duration, Supplier, BooleanSupplier)}, with a description that is known beforehand. */
    public static void until(Duration bound, String description, BooleanSupplier condition) {
        until(bound, () -> description, condition);
    }

    /** Whether the condition came to hold before the bound. */
    public static boolean within(Duration bound, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > bound.toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
