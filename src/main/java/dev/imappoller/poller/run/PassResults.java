package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.run.RunReport.PassReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What becomes of the pollers of one run. Each pass is written down once: by itself, or by the run if it hangs. */
final class PassResults {
    private final Map<String, PollerEntry> underWay = new HashMap<>();
    private final Map<String, PassResult> results = new TreeMap<>();
    private boolean abandoned;

    PassResults(List<PollerEntry> entries) {
        entries.forEach(entry -> results.put(entry.pollerId(), new PassResult.NotReached()));
    }

    synchronized void begun(PollerEntry entry) {
        underWay.put(entry.pollerId(), entry);
    }

    /** Whether the caller is the one to write down what this pass came to; false if that was done without it. */
    synchronized boolean claim(PollerEntry entry) {
        boolean mine = underWay.remove(entry.pollerId()) != null;
        if (mine) {
            results.put(entry.pollerId(), PollerIsolation.unfinished()); // Until it is known what came of it.
        }
        return mine;
    }

    /** What came of it, as it is written down. */
    synchronized void ended(PollerEntry entry, PassResult result) {
        results.put(entry.pollerId(), result);
    }

    /** The passes that have not ended, each to be claimed. */
    synchronized List<PollerEntry> abandoned() {
        abandoned = !underWay.isEmpty();
        return List.copyOf(underWay.values());
    }

    synchronized PassResult of(PollerEntry entry) {
        return Objects.requireNonNull(results.get(entry.pollerId()));
    }

    /** One for each pass, in the order of poller ids. */
    synchronized List<PassReport> reports() {
        List<PassReport> reports = new ArrayList<>();
        results.forEach((id, result) -> result.outcome().ifPresent(made -> reports.add(new PassReport(id, made))));
        return reports;
    }

    /** Whether nothing is left that the run should have done. */
    synchronized boolean isComplete() {
        return !abandoned && results.values().stream().allMatch(PassResult::isComplete);
    }
}
