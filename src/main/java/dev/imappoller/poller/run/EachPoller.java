package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.poller.time.Uninterrupted;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The one way in which something is done for each of some pollers: side by side, within the budget, and without harm to the others. */
final class EachPoller {
    private final Dispatcher dispatcher;
    private final Credentials credentials;
    private final Events events;

    EachPoller(Run.Limits limits, Credentials credentials, Events events) {
        this.dispatcher = new Dispatcher(limits.concurrentPollers(), limits.connectionsPerHost());
        this.credentials = credentials;
        this.events = events;
    }

    /**
     * Does some work.
     *
     * @param passes of these pollers, told of what becomes of them
     * @param mayBegin whether a poller is not in backoff
     * @param ended told once of each poller what came of its work, unless that was written down without it
     */
    void work(
            List<PollerEntry> entries,
            PassResults passes,
            Budget budget,
            Predicate<PollerEntry> mayBegin,
            BiConsumer<PollerEntry, PassResult> ended,
            BiFunction<PollerEntry, Cutoff, PassResult> work) {
        credentials.prepare(
                entries.stream().flatMap(entry -> entry.poller().stream()).toList());
        dispatcher.each(
                entries,
                budget,
                (entry, cutoff) -> guarded(entry, () -> {
                    if (budget.isOver()) {
                        return; // Not reached: it waited longest, and is first in the next run.
                    }
                    if (!mayBegin.test(entry)) {
                        passes.ended(entry, new PassResult.InBackoff());
                        return;
                    }
                    passes.begun(entry);
                    PassResult result = work.apply(entry, cutoff);
                    if (passes.claim(entry)) {
                        Uninterrupted.run(() -> ended.accept(entry, result));
                    }
                }));
    }

    /** The one place where all is caught that goes wrong on a thread of the run, beside a pass. */
    void guarded(PollerEntry entry, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            events.internalError(entry.pollerId(), e);
        }
    }
}
