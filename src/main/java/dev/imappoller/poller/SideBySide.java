package dev.imappoller.poller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does a piece of work for each of several pollers on threads of their own, within a run's budget. */
final class SideBySide {
    /** How long work that was cut has to write down what it came to. */
    static final Duration TO_RECORD = Duration.ofSeconds(4);

    private final int atOnce;
    private final int mostPerHost;

    /**
     * @param atOnce pollers at the same time
     * @param mostPerHost of one mail server
     */
    SideBySide(int atOnce, int mostPerHost) {
        this.atOnce = atOnce;
        this.mostPerHost = mostPerHost;
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
        Queueing queue = new Queueing(entries, mostPerHost);
        int workers = Math.min(atOnce, entries.size());
        CountDownLatch open = new CountDownLatch(workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers, SideBySide::thread);
        try {
            for (int i = 0; i < workers; i++) {
                threads.execute(() -> {
                    try {
                        workOff(queue, cutoff, work);
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

    private static void workOff(Queueing queue, Cutoff cutoff, Work work) {
        try {
            for (Optional<PollerEntry> entry = queue.take(); entry.isPresent(); entry = queue.take()) {
                try {
                    work.on(entry.get(), cutoff);
                } finally {
                    queue.done(entry.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The run has ended.
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pass");
        thread.setDaemon(true); // A look-up that hangs for ever must not keep the process from ending.
        return thread;
    }
}
