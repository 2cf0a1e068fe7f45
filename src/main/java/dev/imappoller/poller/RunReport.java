package dev.imappoller.poller;

import java.time.Duration;
import java.util.List;

/**
 * What a run came to.
 *
 * @param polled pollers that a pass was made for
 * @param skipped pollers that were disabled, not due, or not reached before the run's time was up
 * @param failed pollers among the polled whose status is not OK
 * @param counts the messages of all passes
 * @param passes in the order of poller ids
 */
public record RunReport(int polled, int skipped, int failed, Counts counts, List<PassReport> passes, Duration took) {
    public RunReport {
        passes = List.copyOf(passes);
    }

    /** Sums up passes. */
    public static RunReport of(List<PassReport> passes, int skipped, Duration took) {
        Counts counts = passes.stream().map(pass -> pass.outcome().counts()).reduce(Counts.NONE, Counts::plus);
        int failed = (int) passes.stream()
                .filter(pass -> pass.outcome().status() != PollerStatus.OK)
                .count();
        return new RunReport(passes.size(), skipped, failed, counts, passes, took);
    }

    /** One poller's part. */
    public record PassReport(String pollerId, Outcome outcome) {}
}
