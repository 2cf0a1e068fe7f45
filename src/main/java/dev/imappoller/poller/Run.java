package dev.imappoller.poller;

import dev.imappoller.poller.Credentials.CredentialsException;
import dev.imappoller.poller.PollerEntry.Config;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** One run: a pass for every poller that is due, side by side, none of which can change or hold up another. */
public final class Run {
    /** How long a run waits for mail servers at its end. */
    private static final Duration TO_ALERT = Duration.ofSeconds(3);

    private final Limits limits;
    private final PollerTable table;
    private final Mailboxes logins;
    private final Endpoints endpoints;
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
        public Limits {
            if (budget.isNegative() || budget.isZero() || concurrentPollers < 1 || connectionsPerHost < 1) {
                throw new IllegalArgumentException(
                        "RUN_BUDGET, MAX_CONCURRENT_POLLERS and MAX_CONNECTIONS_PER_HOST must be above zero");
            }
            if (postsPerPoller < 1 || postsPerPoller >= Marks.MOST) {
                throw new IllegalArgumentException("POSTS_PER_POLLER must be from 1 to " + (Marks.MOST - 1));
            }
        }
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
        this.events = events;
        this.alerts = alerts;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Polls all pollers that are enabled and due, those that waited longest first.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    public RunReport pollDue() {
        Budget budget = Budget.starting(nanoTime, limits.budget());
        Instant now = clock.instant();
        List<PollerEntry> all = new ArrayList<>();
        table.forEach(all::add);
        List<PollerEntry> due = all.stream()
                .filter(entry -> entry.enabled() && Due.isDue(entry, now))
                .sorted(Comparator.comparing(entry -> entry.state().lastPollAt().orElse(Instant.MIN)))
                .toList();
        return ended(poll(due, all.size() - due.size(), budget, now, this::mayBePolled)
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

    /** Tries a poller's mailbox, and posts, marks and records nothing. */
    public Outcome check(PollerEntry entry) {
        return alone(
                entry, (poller, cutoff) -> refused(poller).orElseGet(() -> new Check(poller, logins, cutoff).make()));
    }

    /** Marks a message as read without delivering it. */
    public Outcome skip(PollerEntry entry, long uid) {
        ByHand byHand = new ByHand(state.ledger(), events);
        return alone(entry, (poller, cutoff) -> byHand.skip(poller, logins, cutoff, uid));
    }

    private Outcome alone(PollerEntry entry, BiFunction<Poller, Cutoff, Outcome> work) {
        Budget budget = Budget.starting(nanoTime, limits.budget());
        List<Outcome> outcome = new ArrayList<>();
        new SideBySide(1, 1).each(List.of(entry), budget, (e, cutoff) -> {
            Optional<Outcome> done = guarded(e, poller -> Optional.of(work.apply(poller, cutoff)));
            synchronized (outcome) {
                done.ifPresent(outcome::add);
            }
        });
        synchronized (outcome) {
            return outcome.stream().findFirst().orElseGet(Run::unfinished);
        }
    }

    private RunReport poll(
            List<PollerEntry> due, int notDue, Budget budget, Instant polledAt, Predicate<PollerEntry> mayBePolled) {
        long began = nanoTime.getAsLong();
        Map<String, Optional<Outcome>> passes = new ConcurrentHashMap<>();
        AtomicInteger leftOut = new AtomicInteger();
        credentials.prepare(
                due.stream().flatMap(entry -> entry.poller().stream()).toList());
        Room room = new Room(limits.memory(), limits.disk());
        ExecutorService senders = Executors.newCachedThreadPool(Run::sender);
        try (Endpoint endpoint = endpoints.open()) {
            SideBySide sideBySide = new SideBySide(limits.concurrentPollers(), limits.connectionsPerHost());
            sideBySide.each(due, budget, (entry, cutoff) -> {
                if (budget.isOver()) {
                    return; // Not reached: it waited longest, and is first in the next run.
                }
                if (!mayBePolled.test(entry)) {
                    leftOut.incrementAndGet();
                    return;
                }
                passes.put(entry.pollerId(), Optional.empty());
                Optional<Outcome> outcome = guarded(entry, poller -> {
                    Pass.Ports ports = new Pass.Ports(logins, endpoint, state.ledger(), state.leases(), events);
                    PassContext context = new PassContext(
                            budget, cutoff, polledAt, clock, nanoTime, room, limits.postsPerPoller(), senders);
                    Pass pass = new Pass(poller, entry.state(), ports, context);
                    return refused(poller).or(pass::make);
                });
                if (outcome.isEmpty()) {
                    leftOut.incrementAndGet();
                    passes.remove(entry.pollerId()); // Another run is at it, and writes what it comes to.
                    return;
                }
                Outcome recorded = record(entry, outcome.get(), polledAt);
                passes.put(entry.pollerId(), Optional.of(recorded));
                alerts.passEnded(entry, recorded);
            });
        } finally {
            senders.shutdownNow();
            alerts.await(TO_ALERT);
        }
        Map<String, Optional<Outcome>> made = Map.copyOf(passes);
        List<PassReport> reports = made.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pass -> new PassReport(pass.getKey(), pass.getValue().orElseGet(Run::unfinished)))
                .toList();
        RunReport report = RunReport.of(reports, notDue + due.size() - reports.size(), since(began));
        boolean allEnded = made.values().stream().allMatch(Optional::isPresent);
        return allEnded && made.size() + leftOut.get() == due.size() ? report : report.cutShort();
    }

    /** The one place where everything is caught: an error in one pass must not reach another. */
    private Optional<Outcome> guarded(PollerEntry entry, Function<Poller, Optional<Outcome>> work) {
        long began = nanoTime.getAsLong();
        Optional<Outcome> outcome;
        try {
            outcome = outcome(entry.config(), work);
        } catch (RuntimeException | Error e) { // Running out of memory over one message is that poller's trouble alone.
            events.internalError(entry.pollerId(), e);
            outcome = Optional.of(failed(
                    PollerStatus.INTERNAL_ERROR,
                    "This is an error in IMAP Poller itself (" + e.getClass().getSimpleName()
                            + "); the log says where. What was not marked as read is tried again at the next poll."));
        }
        return outcome.map(made -> made.lasting(since(began)));
    }

    private Optional<Outcome> outcome(Config config, Function<Poller, Optional<Outcome>> work) {
        if (config instanceof Config.Valid valid) {
            Poller poller = valid.poller();
            try {
                return work.apply(poller.with(credentials.signingSecrets(poller)));
            } catch (CredentialsException e) {
                return Optional.of(Outcome.failed(e.failure(), Duration.ZERO));
            }
        }
        List<String> problems = ((Config.Invalid) config).problems();
        return Optional.of(
                failed(PollerStatus.INVALID_CONFIG, "Correct this item: " + String.join("; ", problems) + "."));
    }

    /** A target that must not be posted to is a fault of the item, and said before anything is connected to. */
    private Optional<Outcome> refused(Poller poller) {
        return endpoints
                .refusal(poller.target())
                .map(reason -> failed(PollerStatus.INVALID_CONFIG, "url can't be posted to: " + reason + "."));
    }

    private static Outcome unfinished() {
        return failed(
                PollerStatus.CONNECT_FAILED,
                "The pass had not ended when the run's time was up. It is tried again at the next poll.");
    }

    private static Outcome failed(PollerStatus status, String detail) {
        return Outcome.failed(new Failure(status, detail), Duration.ZERO);
    }

    /** Whether nothing is on record that says to leave it alone. */
    private boolean mayBePolled(PollerEntry entry) {
        return new LeftAlone(state.backoffs(), credentials, events, clock.instant()).mayBePolled(entry);
    }

    private Outcome record(PollerEntry entry, Outcome made, Instant polledAt) {
        Outcome outcome = new LeftAlone(state.backoffs(), credentials, events, clock.instant()).after(entry, made);
        events.pass(entry.pollerId(), outcome);
        try {
            table.record(entry.pollerId(), outcome, polledAt, entry.state());
        } catch (PollerTable.TableException e) {
            events.statusNotWritten(entry.pollerId(), e.detail());
        }
        return outcome;
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
