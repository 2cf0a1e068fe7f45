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
final class Dispatcher {
    /** The time after the cut in which results are written. */
    static final Duration TO_RECORD = Duration.ofSeconds(4);

    /** The part of it for the work itself, before the run gives it up. */
    static final Duration TO_END = Duration.ofMillis(2500);

    /** The part of it for the run, to write the results of work that did not end. */
    static final Duration TO_WRITE = TO_RECORD.minus(TO_END);

    private final int atOnce;
    private final int mostPerHost;

    /**
     * @param atOnce pollers at the same time
     * @param mostPerHost of one mail server
     */
    Dispatcher(int atOnce, int mostPerHost) {
        this.atOnce = atOnce;
        this.mostPerHost = mostPerHost;
    }

    /** The work for one poller. */
    interface Work {
        void on(PollerEntry entry, Cutoff cutoff);
    }

    /**
     * Returns when all work is done. Or when the budget is used up: then open connections were cut, and work that still did not end was
     * interrupted.
     */
    void each(List<PollerEntry> entries, Budget budget, Work work) {
        if (entries.isEmpty()) {
            return;
        }
        Cutoff cutoff = new Cutoff();
        HostLimiter queue = new HostLimiter(entries, mostPerHost);
        int workers = Math.min(atOnce, entries.size());
        CountDownLatch open = new CountDownLatch(workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers, Dispatcher::thread);
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

    private static void workOff(HostLimiter queue, Cutoff cutoff, Work work) {
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
