package dev.imappoller.bench.net;

import io.vertx.core.Context;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs things later on an event loop, exact to a fraction of a millisecond: Vert.x's own timers end up to a whole one late. */
final class Later implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(action -> {
        Thread thread = new Thread(action, "later");
        thread.setDaemon(true);
        return thread;
    });

    /** Runs it on the event loop, at once if there is no time to wait. What has to wait equally long keeps its order. */
    void after(int millis, Context eventLoop, Runnable action) {
        if (millis == 0) {
            action.run();
        } else {
            clock.schedule(() -> eventLoop.runOnContext(now -> action.run()), millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
