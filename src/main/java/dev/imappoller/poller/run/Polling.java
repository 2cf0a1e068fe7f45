package dev.imappoller.poller.run;

import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.pass.InFlightLimit;
import dev.imappoller.poller.pass.Pass;
import dev.imappoller.poller.pass.PassContext;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Uninterrupted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Makes a pass for each of some pollers, and writes down what came of it. */
final class Polling {
    /** How long a run waits for mail servers at its end. */
    static final Duration TO_ALERT = Duration.ofSeconds(3);

    /** How many passes that hang are written down at the same time. */
    private static final int MOST_WRITERS = 16;

    private final Run.Limits limits;
    private final Ports ports;
    private final PollerIsolation isolation;
    private final EachPoller eachPoller;
    private final BackoffGate backoffGate;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** What passes talk to, and who is told of what came of them. */
    record Ports(
            PollerTable table,
            Mailboxes mailboxes,
            Endpoints endpoints,
            StateTable state,
            Events events,
            Alerts alerts) {}

    Polling(
            Run.Limits limits,
            Ports ports,
            PollerIsolation isolation,
            EachPoller eachPoller,
            BackoffGate backoffGate,
            Clock clock,
            LongSupplier nanoTime) {
        this.limits = limits;
        this.ports = ports;
        this.isolation = isolation;
        this.eachPoller = eachPoller;
        this.backoffGate = backoffGate;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes a pass for each poller that is due.
     *
     * @param notDue how many others there are
     * @param polledAt when the run began
     * @param mayBePolled whether a poller is not in backoff
     */
    RunReport poll(
            List<PollerEntry> due, int notDue, Budget budget, Instant polledAt, Predicate<PollerEntry> mayBePolled) {
        long began = nanoTime.getAsLong();
        PassResults passes = new PassResults(due);
        InFlightLimit room = new InFlightLimit(limits.memory(), limits.disk());
        ExecutorService senders = Executors.newCachedThreadPool(Polling::sender);
        try (Endpoint endpoint = ports.endpoints().open()) {
            BiConsumer<PollerEntry, PassResult> ended = (entry, result) -> record(passes, entry, result, polledAt);
            eachPoller.work(due, passes, budget, mayBePolled, ended, (entry, cutoff) -> {
                PassContext context = new PassContext(
                        budget, cutoff, polledAt, clock, nanoTime, room, limits.postsPerPoller(), senders);
                Pass.Ports own = new Pass.Ports(
                        ports.mailboxes(),
                        endpoint,
                        ports.state().ledger(),
                        ports.state().leases(),
                        ports.events());
                return isolation.work(
                        entry,
                        CheckListener.NONE,
                        poller -> isolation
                                .refused(poller, CheckListener.NONE)
                                .<PassResult>map(PassResult.Done::new)
                                .orElseGet(() -> {
                                    ports.mailboxes().recall(poller, entry.state());
                                    return new Pass(poller, entry.state(), own, context).make();
                                }));
            });
            Uninterrupted.run(() -> recordAbandoned(passes, polledAt));
        } finally {
            senders.shutdownNow();
            ports.alerts().await(TO_ALERT);
        }
        List<PassReport> reports = passes.reports();
        RunReport report = RunReport.of(reports, notDue + due.size() - reports.size(), since(began));
        return passes.isComplete() ? report : report.cutShort();
    }

    /** A pass that hangs can't write what it came to, and nobody would learn of it. Several may, so it is done side by side. */
    private void recordAbandoned(PassResults passes, Instant polledAt) {
        List<PollerEntry> abandoned = passes.abandoned();
        if (abandoned.isEmpty()) {
            return;
        }
        ExecutorService writers =
                Executors.newFixedThreadPool(Math.min(abandoned.size(), MOST_WRITERS), Polling::sender);
        try {
            for (PollerEntry entry : abandoned) {
                writers.execute(() -> eachPoller.guarded(entry, () -> {
                    if (passes.claim(entry)) {
                        record(passes, entry, PollerIsolation.unfinished(), polledAt);
                    }
                }));
            }
            writers.shutdown();
            writers.awaitTermination(Dispatcher.TO_WRITE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writers.shutdownNow();
        }
    }

    private void record(PassResults passes, PollerEntry entry, PassResult made, Instant polledAt) {
        PassResult result = made.map(outcome ->
                backoffGate.after(entry, outcome).knowing(noPipelining(entry).orElse(null)));
        passes.ended(entry, result);
        // Where there is none another run is at it, and writes what it comes to.
        result.outcome().ifPresent(outcome -> record(entry, outcome, polledAt));
    }

    /** Asked for after the pass, however it has ended: even one that hangs may have shown something. */
    private Optional<NoPipelining> noPipelining(PollerEntry entry) {
        return entry.poller().map(ports.mailboxes()::noPipelining).orElseGet(entry.state()::noPipelining);
    }

    private void record(PollerEntry entry, Outcome outcome, Instant polledAt) {
        ports.events().pass(entry.pollerId(), outcome);
        try {
            write(entry, outcome, polledAt);
        } catch (TableException e) {
            ports.events().statusNotWritten(entry.pollerId(), e.detail());
        }
        ports.alerts().passEnded(entry, outcome);
    }

    private void write(PollerEntry entry, Outcome outcome, Instant polledAt) {
        try {
            ports.table().record(entry.pollerId(), outcome, polledAt, entry.state());
        } catch (TableException e) {
            if (!Thread.interrupted()) {
                throw e;
            } // Else the run gave up waiting in that moment.
            ports.table().record(entry.pollerId(), outcome, polledAt, entry.state());
        }
    }

    private static Thread sender(Runnable work) {
        Thread thread = new Thread(work, "sender");
        thread.setDaemon(true);
        return thread;
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
