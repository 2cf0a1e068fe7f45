package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does a piece of work for each of several pollers on threads of their own, within a run's budget. */
final class SideBySide {
    /** How long the run has to write down what work came to that was cut. */
    static final Duration TO_RECORD = Duration.ofSeconds(4);

    /** How much of that the work has for itself, before it is given up. */
    static final Duration TO_END = Duration.ofMillis(2500);

    /** How much of it the run has then, to write down what did not end. */
    static final Duration TO_WRITE = TO_RECORD.minus(TO_END);

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

    /**
     * Returns when all is done, or when the budget has run out to its end, what was open has been cut, and what has not ended then has been
     * interrupted.
     */
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
                begin(threads, i > 0, open, () -> workOff(queue, cutoff, work));
            }
            await(open, budget.untilCut(), cutoff);
        } finally {
            threads.shutdownNow();
        }
    }

    /** @param others whether the work is done by others too, if no thread can be had for this one */
    private static void begin(ExecutorService threads, boolean others, CountDownLatch open, Runnable work) {
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    open.countDown();
                }
            });
        } catch (OutOfMemoryError e) {
            if (!others) {
                throw e;
            }
            open.countDown();
        }
    }

    private static void await(CountDownLatch open, Duration untilCut, Cutoff cutoff) {
        boolean interrupted = false;
        try {
            if (open.await(untilCut.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            interrupted = true; // What is under way is cut, and has its time to be written down all the same.
        }
        cutoff.cut();
        try {
            open.await(TO_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
