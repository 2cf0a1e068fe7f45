package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.imappoller.poller.Checked;
import dev.imappoller.poller.Counts;
import dev.imappoller.poller.HandOut;
import dev.imappoller.poller.Ledger;
import dev.imappoller.poller.LedgerRecord;
import dev.imappoller.poller.Outcome;
import dev.imappoller.poller.PollerStatus;
import dev.imappoller.poller.RunReport;
import dev.imappoller.poller.StepLog;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The function's answer, in JSON: the sums of a run, and a line for each poller that was polled. Durations are in milliseconds.
 *
 * @param error why nothing was done, or not all that should have been; the rest is then zero
 * @param done what was done by hand, or handed out
 * @param messages the messages that fail, where they were asked for
 * @param steps what a check did, in order, the step that failed included
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
        List<Line> pollers,
        Optional<String> done,
        Optional<List<Failing>> messages,
        Optional<List<Step>> steps) {

    /** A step of a check. */
    @RegisterForReflection
    @JsonInclude(Include.NON_ABSENT)
    public record Step(String step, boolean ok, Optional<String> status, String detail, long millis) {
        static Step of(StepLog.Made made) {
            return new Step(
                    made.step().word(),
                    made.ok(),
                    made.status().map(PollerStatus::name),
                    made.detail(),
                    made.took().toMillis());
        }
    }

    /** A message that does not get through: nothing of what it says, but all that helps to find it. */
    @RegisterForReflection
    @JsonInclude(Include.NON_ABSENT)
    public record Failing(
            long uid,
            long uidValidity,
            String state,
            int attempts,
            String firstAttemptAt,
            String lastAttemptAt,
            Optional<String> nextAttemptAt,
            OptionalInt lastHttpStatus,
            String lastError,
            Optional<String> messageId,
            long size) {

        static Failing of(Ledger.Entry entry) {
            LedgerRecord record = entry.record();
            return new Failing(
                    record.uid(),
                    entry.uidValidity(),
                    record.state().name(),
                    record.attempts(),
                    record.firstAttemptAt().toString(),
                    record.lastAttemptAt().toString(),
                    record.nextAttemptAt().map(Instant::toString),
                    record.lastHttpStatus(),
                    record.lastError(),
                    record.messageId(),
                    record.size());
        }
    }

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
        return of(run, Optional.empty());
    }

    private static Report of(RunReport run, Optional<List<Step>> steps) {
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
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                steps);
    }

    static Report of(String pollerId, Outcome outcome) {
        return of(one(pollerId, outcome), Optional.empty());
    }

    static Report of(Checked check) {
        return of(
                one(check.pollerId(), check.outcome()),
                Optional.of(check.steps().stream().map(Step::of).toList()));
    }

    private static RunReport one(String pollerId, Outcome outcome) {
        return RunReport.of(List.of(new RunReport.PassReport(pollerId, outcome)), 0, outcome.took());
    }

    static Report of(HandOut.Result handedOut) {
        return handedOut
                .problem()
                .map(Report::ofError)
                .orElseGet(
                        () -> ofDone(
                                "Handed out " + handedOut.sent()
                                        + " segments of the Pollers table, which the segment function polls; the log tells what comes of it."));
    }

    static Report ofError(String error) {
        return byHand(Optional.of(error), Optional.empty(), Optional.empty());
    }

    static Report ofDone(String done) {
        return byHand(Optional.empty(), Optional.of(done), Optional.empty());
    }

    static Report ofFailed(String pollerId, List<Ledger.Entry> entries) {
        String done = entries.isEmpty()
                ? "No message of " + pollerId + " fails."
                : entries.size() + " message(s) of " + pollerId + " fail.";
        return byHand(
                Optional.empty(),
                Optional.of(done),
                Optional.of(entries.stream().map(Failing::of).toList()));
    }

    private static Report byHand(Optional<String> error, Optional<String> done, Optional<List<Failing>> messages) {
        return new Report(error, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), done, messages, Optional.empty());
    }
}
