package dev.imappoller.poller;

import dev.imappoller.poller.RunReport.PassReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What becomes of the passes of one run. Each is written down once: by itself, or by the run if it hangs. */
final class Passes {
    private final Map<String, PollerEntry> underWay = new HashMap<>();
    private final Map<String, Optional<Outcome>> claimed = new TreeMap<>();
    private int left;
    private boolean abandoned;

    synchronized void begun(PollerEntry entry) {
        underWay.put(entry.pollerId(), entry);
    }

    /** A poller was left to another run, or is left alone for now. */
    synchronized void left(PollerEntry entry) {
        underWay.remove(entry.pollerId());
        left++;
    }

    /** Whether the caller is the one to write down what this pass came to; false if that was done without it. */
    synchronized boolean claim(PollerEntry entry) {
        boolean mine = underWay.remove(entry.pollerId()) != null;
        if (mine) {
            claimed.put(entry.pollerId(), Optional.empty());
        }
        return mine;
    }

    /** What a pass came to, as it is written down. */
    synchronized void ended(PollerEntry entry, Outcome outcome) {
        claimed.put(entry.pollerId(), Optional.of(outcome));
    }

    /** The passes that have not ended, each to be claimed. */
    synchronized List<PollerEntry> abandoned() {
        abandoned = !underWay.isEmpty();
        return List.copyOf(underWay.values());
    }

    /** One for each pass, in the order of poller ids. */
    synchronized List<PassReport> reports() {
        List<PassReport> reports = new ArrayList<>();
        claimed.forEach((id, outcome) -> reports.add(new PassReport(id, outcome.orElseGet(Isolated::unfinished))));
        return reports;
    }

    /** Whether of so many pollers each had its pass, and each pass its end, as far as they were not left. */
    synchronized boolean isComplete(int due) {
        return !abandoned && claimed.values().stream().allMatch(Optional::isPresent) && claimed.size() + left == due;
    }
}
