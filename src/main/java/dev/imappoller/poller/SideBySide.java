package dev.imappoller.poller;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does a piece of work for each of several pollers on threads of their own, within a run's budget. */
final class SideBySide {
    /** How long work that was cut has to write down what it came to. */
    static final Duration TO_RECORD = Duration.ofSeconds(4);

    private final int atOnce;

    SideBySide(int atOnce) {
        this.atOnce = atOnce;
    }

    /** The work for one poller. */
    interface Work {
        void on(PollerEntry entry, Cutoff cutoff);
    }

    /** Returns when all is done, or when the budget has run out to its end and what was open has been cut. */
    void each(List<PollerEntry> entries, Budget budget, Work work) {
        if (entries.isEmpty()) {
            return;
        }
        Cutoff cutoff = new Cutoff();
        CountDownLatch open = new CountDownLatch(entries.size());
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, entries.size()), SideBySide::thread);
        try {
            for (PollerEntry entry : entries) {
                threads.execute(() -> {
                    try {
                        work.on(entry, cutoff);
                    } finally {
                        open.countDown();
                    }
                });
            }
            if (!open.await(budget.untilCut().toNanos(), TimeUnit.NANOSECONDS)) {
                cutoff.cut();
                open.await(TO_RECORD.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cutoff.cut();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pass");
        thread.setDaemon(true); // A look-up that hangs for ever must not keep the process from ending.
        return thread;
    }
}
