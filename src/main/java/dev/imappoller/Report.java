package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.imappoller.poller.Counts;
import dev.imappoller.poller.Outcome;
import dev.imappoller.poller.RunReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The function's answer, in JSON: the sums of a run, and a line for each poller that was polled. Durations are in milliseconds.
 *
 * @param error why nothing was done; the rest is then zero
 */
@RegisterForReflection
@JsonInclude(Include.NON_ABSENT)
public record Report(
        Optional<String> error,
        int polled,
        int skipped,
        int failed,
        int delivered,
        int rejected,
        int deferred,
        int parked,
        int tooLarge,
        long durationMs,
        List<Line> pollers) {

    /** One poller's part. */
    @RegisterForReflection
    @JsonInclude(Include.NON_ABSENT)
    public record Line(
            String pollerId,
            String status,
            String statusDetail,
            int delivered,
            int rejected,
            int deferred,
            int parked,
            int tooLarge,
            long bytes,
            OptionalInt unreadCount,
            long durationMs) {

        static Line of(String pollerId, Outcome outcome) {
            Counts counts = outcome.counts();
            return new Line(
                    pollerId,
                    outcome.status().name(),
                    outcome.detail(),
                    counts.delivered(),
                    counts.rejected(),
                    counts.deferred(),
                    counts.parked(),
                    counts.tooLarge(),
                    counts.bytes(),
                    outcome.unread(),
                    outcome.took().toMillis());
        }
    }

    static Report of(RunReport run) {
        Counts counts = run.counts();
        return new Report(
                Optional.empty(),
                run.polled(),
                run.skipped(),
                run.failed(),
                counts.delivered(),
                counts.rejected(),
                counts.deferred(),
                counts.parked(),
                counts.tooLarge(),
                run.took().toMillis(),
                run.passes().stream()
                        .map(pass -> Line.of(pass.pollerId(), pass.outcome()))
                        .toList());
    }

    static Report ofCheck(String pollerId, Outcome outcome) {
        RunReport one = RunReport.of(List.of(new RunReport.PassReport(pollerId, outcome)), 0, outcome.took());
        return of(one);
    }

    static Report ofError(String error) {
        return new Report(Optional.of(error), 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    }
}
