package dev.imappoller.poller;

import dev.imappoller.poller.RunReport.PassReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** One run: a pass for every poller that is due, side by side, none of which can change or hold up another. */
public final class Run {
    /** How long a run waits for mail servers at its end. */
    private static final Duration TO_ALERT = Duration.ofSeconds(3);

    /** How many passes that hang are written down at the same time. */
    private static final int MOST_WRITERS = 16;

    private final Limits limits;
    private final PollerTable table;
    private final Mailboxes logins;
    private final Endpoints endpoints;
    private final Isolated isolated;
    private final LeftAlone leftAlone;
    private final StateTable state;
    private final Credentials credentials;
    private final Events events;
    private final Alerts alerts;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /**
     * @param budget after this much time no new message is begun
     * @param concurrentPollers passes made at the same time, 1 or more
     * @param connectionsPerHost passes made at the same time over one mail server, 1 or more
     * @param postsPerPoller messages that a pass posts at the same time, 1 to 24
     * @param memory that messages on their way may take up, in octets
     * @param disk the same for the temporary folder
     */
    public record Limits(
            Duration budget,
            int concurrentPollers,
            int connectionsPerHost,
            int postsPerPoller,
            long memory,
            long disk) {
        /** Below how many a pass leaves answered and not yet marked. */
        public static final int MOST_POSTS_PER_POLLER = Marks.MOST - 1;
    }

    /**
     * @param nanoTime as {@link System#nanoTime()}, for the budget and all durations
     */
    public Run(
            Limits limits,
            PollerTable table,
            Mailboxes mailboxes,
            Endpoints endpoints,
            StateTable state,
            Credentials credentials,
            Events events,
            Alerts alerts,
            Clock clock,
            LongSupplier nanoTime) {
        this.limits = limits;
        this.table = table;
        this.endpoints = endpoints;
        this.state = state;
        this.credentials = credentials;
        this.logins = new Logins(mailboxes, credentials);
        this.isolated = new Isolated(endpoints, credentials, events, nanoTime);
        this.leftAlone = new LeftAlone(state.backoffs(), credentials, events, clock);
        this.events = events;
        this.alerts = alerts;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Polls all pollers of a segment that are enabled and due, those that waited longest first.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    public RunReport pollDue(Segment segment) {
        Budget budget = Budget.starting(nanoTime, limits.budget());
        Instant now = clock.instant();
        List<PollerEntry> all = new ArrayList<>();
        table.forEach(segment, all::add);
        List<PollerEntry> due = all.stream()
                .filter(entry -> entry.enabled() && Due.isDue(entry, now))
                .sorted(Comparator.comparing(entry -> entry.state().lastPollAt().orElse(Instant.MIN)))
                .toList();
        return ended(poll(due, all.size() - due.size(), budget, now, leftAlone::mayBePolled)
                .over(all));
    }

    /** Makes a pass over one poller now, due or not, and whether it is left alone or not. */
    public RunReport pollNow(PollerEntry entry) {
        return ended(poll(List.of(entry), 0, Budget.starting(nanoTime, limits.budget()), clock.instant(), any -> true));
    }

    private RunReport ended(RunReport report) {
        events.run(report);
        return report;
    }

    /**
     * Tries pollers as passes would, side by side, and marks and records nothing.
     *
     * @param entries each of another poller
     * @param posting what is posted to their web apps
     * @return one for each, in their order
     */
    public List<Checked> check(List<PollerEntry> entries, Posting posting) {
        return each(
                entries,
                (work, steps) -> isolated.refused(work.poller(), steps)
                        .orElseGet(() -> new Check(work.poller(), logins, endpoints, clock, work.cutoff(), steps)
                                .make(posting, work.budget())));
    }

    /** Marks a message as read without delivering it. */
    public Outcome skip(PollerEntry entry, long uid) {
        return byHand(entry, (byHand, work) -> byHand.skip(work.poller(), logins, work.cutoff(), uid));
    }

    /** Has messages delivered again that were done with. */
    public Outcome redeliver(PollerEntry entry, Wanted wanted) {
        return byHand(entry, (byHand, work) -> byHand.redeliver(work.poller(), logins, work.cutoff(), wanted));
    }

    private Outcome byHand(PollerEntry entry, BiFunction<ByHand, Work, Outcome> toDo) {
        ByHand byHand = new ByHand(state, events, clock, nanoTime);
        return each(List.of(entry), (work, steps) -> toDo.apply(byHand, work))
                .get(0)
                .outcome();
    }

    private record Work(Poller poller, Cutoff cutoff, Budget budget) {}

    private List<Checked> each(List<PollerEntry> entries, BiFunction<Work, StepLog, Outcome> toDo) {
        Budget budget = Budget.starting(nanoTime, limits.budget());
        prepare(entries);
        Map<String, StepLog> logs = new ConcurrentHashMap<>();
        Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
        new SideBySide(limits.concurrentPollers(), limits.connectionsPerHost())
                .each(entries, budget, (entry, cutoff) -> {
                    if (budget.isOver()) {
                        return;
                    }
                    StepLog steps = new StepLog(nanoTime);
                    logs.put(entry.pollerId(), steps);
                    isolated.work(
                                    entry,
                                    steps,
                                    poller -> Optional.of(toDo.apply(new Work(poller, cutoff, budget), steps)))
                            .ifPresent(outcome -> outcomes.put(entry.pollerId(), outcome));
                });
        return entries.stream()
                .map(entry -> {
                    Outcome outcome =
                            Optional.ofNullable(outcomes.get(entry.pollerId())).orElseGet(Isolated::unfinished);
                    StepLog steps =
                            Optional.ofNullable(logs.get(entry.pollerId())).orElseGet(() -> new StepLog(nanoTime));
                    steps.ended(outcome);
                    return new Checked(entry.pollerId(), outcome, steps.made());
                })
                .toList();
    }

    private void prepare(List<PollerEntry> entries) {
        credentials.prepare(
                entries.stream().flatMap(entry -> entry.poller().stream()).toList());
    }

    private RunReport poll(
            List<PollerEntry> due, int notDue, Budget budget, Instant polledAt, Predicate<PollerEntry> mayBePolled) {
        long began = nanoTime.getAsLong();
        Passes passes = new Passes();
        prepare(due);
        Room room = new Room(limits.memory(), limits.disk());
        ExecutorService senders = Executors.newCachedThreadPool(Run::sender);
        try (Endpoint endpoint = endpoints.open()) {
            SideBySide sideBySide = new SideBySide(limits.concurrentPollers(), limits.connectionsPerHost());
            sideBySide.each(due, budget, guarded((entry, cutoff) -> {
                if (budget.isOver()) {
                    return; // Not reached: it waited longest, and is first in the next run.
                }
                if (!mayBePolled.test(entry)) {
                    passes.left(entry);
                    return;
                }
                passes.begun(entry);
                PassContext context = new PassContext(
                        budget, cutoff, polledAt, clock, nanoTime, room, limits.postsPerPoller(), senders);
                Optional<Outcome> outcome = isolated.work(entry, Steps.NONE, poller -> {
                    Pass.Ports ports = new Pass.Ports(logins, endpoint, state.ledger(), state.leases(), events);
                    Pass pass = new Pass(poller, entry.state(), ports, context);
                    return isolated.refused(poller, Steps.NONE).or(pass::make);
                });
                if (outcome.isEmpty()) {
                    passes.left(entry); // Another run is at it, and writes what it comes to.
                } else if (passes.claim(entry)) {
                    Uninterrupted.run(() -> record(passes, entry, outcome.get(), polledAt));
                }
            }));
            Uninterrupted.run(() -> recordAbandoned(passes, polledAt));
        } finally {
            senders.shutdownNow();
            alerts.await(TO_ALERT);
        }
        List<PassReport> reports = passes.reports();
        RunReport report = RunReport.of(reports, notDue + due.size() - reports.size(), since(began));
        return passes.isComplete(due.size()) ? report : report.cutShort();
    }

    /** A pass that hangs can't write what it came to, and nobody would learn of it. Several may, so it is done side by side. */
    private void recordAbandoned(Passes passes, Instant polledAt) {
        List<PollerEntry> abandoned = passes.abandoned();
        if (abandoned.isEmpty()) {
            return;
        }
        ExecutorService writers = Executors.newFixedThreadPool(Math.min(abandoned.size(), MOST_WRITERS), Run::sender);
        try {
            for (PollerEntry entry : abandoned) {
                writers.execute(() -> {
                    if (passes.claim(entry)) {
                        record(passes, entry, Isolated.unfinished(), polledAt);
                    }
                });
            }
            writers.shutdown();
            writers.awaitTermination(SideBySide.TO_WRITE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writers.shutdownNow();
        }
    }

    /** Whatever goes wrong beside a pass must not keep the other pollers from theirs. */
    private SideBySide.Work guarded(SideBySide.Work work) {
        return (entry, cutoff) -> {
            try {
                work.on(entry, cutoff);
            } catch (RuntimeException | Error e) {
                events.internalError(entry.pollerId(), e);
            }
        };
    }

    private void record(Passes passes, PollerEntry entry, Outcome made, Instant polledAt) {
        Outcome outcome = leftAlone.after(entry, made);
        passes.ended(entry, outcome);
        events.pass(entry.pollerId(), outcome);
        try {
            write(entry, outcome, polledAt);
        } catch (PollerTable.TableException e) {
            events.statusNotWritten(entry.pollerId(), e.detail());
        }
        alerts.passEnded(entry, outcome);
    }

    private void write(PollerEntry entry, Outcome outcome, Instant polledAt) {
        try {
            table.record(entry.pollerId(), outcome, polledAt, entry.state());
        } catch (PollerTable.TableException e) {
            if (!Thread.interrupted()) {
                throw e;
            } // Else the run gave up waiting in that moment.
            table.record(entry.pollerId(), outcome, polledAt, entry.state());
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
