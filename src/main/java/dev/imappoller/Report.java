package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.imappoller.poller.operation.CheckLog;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.RunReport;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.run.SegmentDispatcher;
import dev.imappoller.poller.status.PollerStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The function's answer, in JSON: the sums of a run, and a line for each poller that was polled. Durations are in milliseconds.
 *
 * @param error why nothing was done, or not all that should have been; the rest is then zero
 * @param done what was done by hand, or handed out
 * @param messages the messages that fail, or that would be delivered again, where they were asked for
 * @param leftOut how many of the pollers there is no room for in {@code pollers}, where that is so; they are in the sums
 * @param next what the next call names to get the next page of messages, or to go on with the other pollers, if there are more
 * @param steps what a check did, in order, the step that failed included
 * @param signIn where access is to be granted, where that was asked for
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
        OptionalInt leftOut,
        Optional<String> done,
        Optional<List<FailingLine>> messages,
        Optional<String> next,
        Optional<List<Step>> steps,
        Optional<SignIn> signIn) {
    /** Lambda takes an answer of 6 MB, and no octet more: whatever is in the tables, an answer stays well below. */
    private static final long MOST_OCTETS = 4_000_000;

    private static final int LONGEST_TEXT = 4000;

    /** A step of a check. */
    @RegisterForReflection
    @JsonInclude(Include.NON_ABSENT)
    public record Step(String step, boolean ok, Optional<String> status, String detail, long millis) {
        static Step of(CheckLog.Made made) {
            return new Step(
                    made.step().word(),
                    made.ok(),
                    made.status().map(PollerStatus::name),
                    within(made.detail()),
                    made.took().toMillis());
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
            MessageCounts counts = outcome.counts();
            return new Line(
                    pollerId,
                    outcome.status().name(),
                    within(outcome.detail()),
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
        return of(run, null, null);
    }

    static Report of(RunReport run, @Nullable String done, @Nullable List<Step> steps) {
        MessageCounts counts = run.counts();
        List<Line> lines = lines(run);
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
                lines,
                lines.size() < run.passes().size()
                        ? OptionalInt.of(run.passes().size() - lines.size())
                        : OptionalInt.empty(),
                Optional.ofNullable(done),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(steps),
                Optional.empty());
    }

    /** Of all passes that there is room for, those that failed before the others; in the order of the passes. */
    private static List<Line> lines(RunReport run) {
        Set<String> shown = new HashSet<>();
        long octets = 0;
        for (PassReport pass : sorted(run.passes())) {
            octets += octets(pass);
            if (octets > MOST_OCTETS) {
                break;
            }
            shown.add(pass.pollerId());
        }
        return run.passes().stream()
                .filter(pass -> shown.contains(pass.pollerId()))
                .map(pass -> Line.of(pass.pollerId(), pass.outcome()))
                .toList();
    }

    private static List<PassReport> sorted(List<PassReport> passes) {
        return passes.stream()
                .sorted(Comparator.comparing(pass -> pass.outcome().status() == PollerStatus.OK))
                .toList();
    }

    /** At the most: a character may take six octets in JSON. */
    private static long octets(PassReport pass) {
        int characters =
                pass.pollerId().length() + within(pass.outcome().detail()).length();
        return 6L * characters + 400;
    }

    static String within(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    static Report of(String pollerId, Outcome outcome) {
        return of(one(pollerId, outcome), null, null);
    }

    static RunReport one(String pollerId, Outcome outcome) {
        return RunReport.of(List.of(new RunReport.PassReport(pollerId, outcome)), 0, outcome.took());
    }

    static Report of(SegmentDispatcher.Result handedOut) {
        return handedOut
                .problem()
                .map(Report::ofError)
                .orElseGet(
                        () -> ofDone(
                                "Handed out " + handedOut.sent()
                                        + " segments of the Pollers table, which the segment function polls; the log tells what comes of it."));
    }

    static Report ofError(String error) {
        return byHand(error, null, null, null, null);
    }

    static Report ofDone(String done) {
        return byHand(null, done, null, null, null);
    }

    /** What an operation by hand answers; all else is zero. */
    static Report byHand(
            @Nullable String error,
            @Nullable String done,
            @Nullable List<FailingLine> messages,
            @Nullable String next,
            @Nullable SignIn signIn) {
        return new Report(
                Optional.ofNullable(error),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                OptionalInt.empty(),
                Optional.ofNullable(done),
                Optional.ofNullable(messages),
                Optional.ofNullable(next),
                Optional.empty(),
                Optional.ofNullable(signIn));
    }
}
