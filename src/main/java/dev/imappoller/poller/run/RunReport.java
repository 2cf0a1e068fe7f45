package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run.
 *
 * @param polled pollers that a pass was made for
 * @param skipped pollers that were disabled, not due, or not reached before the run's time was up
 * @param failed pollers among the polled whose status is not OK
 * @param counts the messages of all passes
 * @param passes in the order of poller ids
 * @param outOfTime whether the run's time was up before its work was done
 * @param fleet of all pollers of the run's segment; empty for a run that looked at one alone
 */
public record RunReport(
        int polled,
        int skipped,
        int failed,
        MessageCounts counts,
        List<PassReport> passes,
        Duration took,
        boolean outOfTime,
        Optional<FleetStatus> fleet) {
    public RunReport {
        passes = List.copyOf(passes);
    }

    /** Sums up passes. */
    public static RunReport of(List<PassReport> passes, int skipped, Duration took) {
        MessageCounts counts =
                passes.stream().map(pass -> pass.outcome().counts()).reduce(MessageCounts.NONE, MessageCounts::plus);
        int failed = (int) passes.stream()
                .filter(pass -> pass.outcome().status() != PollerStatus.OK)
                .count();
        boolean outOfTime =
                passes.stream().anyMatch(pass -> pass.outcome().measurements().timeIsUp());
        return new RunReport(passes.size(), skipped, failed, counts, passes, took, outOfTime, Optional.empty());
    }

    /** The same of a run that left pollers out, or passes unfinished, because its time was up. */
    RunReport cutShort() {
        return new RunReport(polled, skipped, failed, counts, passes, took, true, fleet);
    }

    /** The same of a run that looked at all pollers of its segment. */
    RunReport over(List<PollerEntry> all) {
        Optional<FleetStatus> known = Optional.of(FleetStatus.of(all, passes));
        return new RunReport(polled, skipped, failed, counts, passes, took, outOfTime, known);
    }

    /** One poller's part. */
    public record PassReport(String pollerId, Outcome outcome) {}
}
