package dev.imappoller.poller.run;

import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.operation.Check;
import dev.imappoller.poller.operation.CheckLog;
import dev.imappoller.poller.operation.CheckResult;
import dev.imappoller.poller.operation.Operations;
import dev.imappoller.poller.operation.Posting;
import dev.imappoller.poller.operation.RedeliveryCandidate;
import dev.imappoller.poller.operation.RedeliveryResult;
import dev.imappoller.poller.operation.RedeliverySelection;
import dev.imappoller.poller.operation.Retried;
import dev.imappoller.poller.operation.RetriedPollers;
import dev.imappoller.poller.operation.RetrySelection;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.pass.PassContext;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One run: a pass for every poller that is due, side by side. No pass can affect or delay another. */
public final class Run {
    private final Limits limits;
    private final PollerTable table;
    private final Mailboxes logins;
    private final Endpoints endpoints;
    private final PollerIsolation isolation;
    private final EachPoller eachPoller;
    private final BackoffGate backoffGate;
    private final Polling polling;
    private final StateTable state;
    private final Events events;
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
        /** Fewer than the messages that a pass may leave answered and not yet marked. */
        public static final int MOST_POSTS_PER_POLLER = PassContext.MOST_POSTS;
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
        this.logins = new Logins(mailboxes, credentials);
        this.isolation = new PollerIsolation(endpoints, credentials, events, nanoTime);
        this.eachPoller = new EachPoller(limits, credentials, events);
        this.backoffGate = new BackoffGate(state.backoffs(), credentials, events, clock);
        Polling.Ports ports = new Polling.Ports(table, logins, endpoints, state, events, alerts);
        this.polling = new Polling(limits, ports, isolation, eachPoller, backoffGate, clock, nanoTime);
        this.events = events;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Polls all pollers of a segment that are enabled and due, those that waited longest first.
     *
     * @throws TableException if the table can't be read
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
        return ended(polling.poll(due, all.size() - due.size(), budget, now, backoffGate::mayBePolled)
                .over(all));
    }

    /** Makes a pass over one poller now, whether it is due or not, and even in backoff. */
    public RunReport pollNow(PollerEntry entry) {
        return ended(polling.poll(
                List.of(entry), 0, Budget.starting(nanoTime, limits.budget()), clock.instant(), any -> true));
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
    public List<CheckResult> check(List<PollerEntry> entries, Posting posting) {
        return each(
                entries,
                (work, steps) -> isolation
                        .refused(work.poller(), steps)
                        .orElseGet(() -> new Check(work.poller(), logins, endpoints, clock, work.cutoff(), steps)
                                .make(posting, work.budget())));
    }

    /** Marks a message as read without delivering it. */
    public Outcome skip(PollerEntry entry, long uid) {
        return byHand(entry, (byHand, work) -> byHand.skip(work.poller(), logins, work.cutoff(), uid));
    }

    /** Has messages delivered again that are marked as read. */
    public RedeliveryResult redeliver(PollerEntry entry, RedeliverySelection wanted) {
        List<RedeliveryCandidate> messages = new ArrayList<>();
        Outcome outcome = byHand(entry, (byHand, work) -> {
            RedeliveryResult result = byHand.redeliver(work.poller(), logins, work.cutoff(), work.budget(), wanted);
            messages.addAll(result.messages());
            return result.outcome();
        });
        return new RedeliveryResult(outcome, List.copyOf(messages));
    }

    /**
     * Has messages of a poller that fail tried again at the next poll, as if they were new.
     *
     * @return empty if a pass is under way
     * @throws TableException if the table can't be used
     */
    public Optional<Retried> retry(String pollerId, RetrySelection wanted) {
        return operations().retry(pollerId, wanted, Budget.starting(nanoTime, limits.budget()));
    }

    /**
     * Does the same for the parked messages of all pollers, in the order of their ids.
     *
     * @param since only those that were tried then or later, if it is given
     * @param from the poller to begin with; null for the first
     * @throws TableException if the pollers can't be read
     */
    public RetriedPollers retryParked(@Nullable Instant since, @Nullable String from) {
        Budget budget = Budget.starting(nanoTime, limits.budget());
        List<String> ids = new ArrayList<>();
        table.forEach(entry -> {
            boolean nothingUnread = entry.state().unread().equals(OptionalInt.of(0)); // So nothing is parked.
            boolean before = from != null && entry.pollerId().compareTo(from) < 0;
            if (!nothingUnread && !before) {
                ids.add(entry.pollerId());
            }
        });
        ids.sort(Comparator.naturalOrder());
        return operations()
                .retry(ids, new RetrySelection(OptionalLong.empty(), Optional.ofNullable(since), true), budget);
    }

    private Operations operations() {
        return new Operations(state.ledger(), state.leases(), events, clock, nanoTime);
    }

    private Outcome byHand(PollerEntry entry, BiFunction<Operations, Work, Outcome> toDo) {
        return each(List.of(entry), (work, steps) -> toDo.apply(operations(), work))
                .get(0)
                .outcome();
    }

    private record Work(Poller poller, Cutoff cutoff, Budget budget) {}

    private List<CheckResult> each(List<PollerEntry> entries, BiFunction<Work, CheckLog, Outcome> toDo) {
        Budget budget = Budget.starting(nanoTime, limits.budget());
        Map<String, CheckLog> logs = new ConcurrentHashMap<>();
        entries.forEach(entry -> logs.put(entry.pollerId(), new CheckLog(nanoTime)));
        PassResults passes = new PassResults(entries);
        eachPoller.work(entries, passes, budget, any -> true, passes::ended, (entry, cutoff) -> {
            CheckLog steps = Objects.requireNonNull(logs.get(entry.pollerId()));
            return isolation.work(entry, steps, poller -> {
                logins.recall(poller, entry.state());
                return new PassResult.Done(toDo.apply(new Work(poller, cutoff, budget), steps));
            });
        });
        return entries.stream()
                .map(entry -> {
                    Outcome outcome = passes.of(entry)
                            .outcome()
                            .or(() -> PollerIsolation.unfinished().outcome())
                            .orElseThrow();
                    CheckLog steps = Objects.requireNonNull(logs.get(entry.pollerId()));
                    steps.ended(outcome);
                    return new CheckResult(entry.pollerId(), outcome, steps.made());
                })
                .toList();
    }
}
