package dev.imappoller.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the project wants to reach, and whether this run did. */
final class Targets {
    private static final Trial NEAR_S200 = new Trial(MailSet.S200, 0, 0);
    private static final Trial FAR_S200 = new Trial(MailSet.S200, 20, 0);
    private static final Trial M = new Trial(MailSet.M, 0, 0);

    private final Results results;
    private final List<List<String>> rows = new ArrayList<>();

    private Targets(Results results) {
        this.results = results;
    }

    /** Target, figure and verdict, in Markdown; only of what was measured. */
    static String markdown(Results results) {
        Targets targets = new Targets(results);
        targets.compare();
        return "| target | to reach | measured | |\n|---|---:|---:|---|\n"
                + targets.rows.stream()
                        .map(row -> "| " + String.join(" | ", row) + " |\n")
                        .reduce("", String::concat);
    }

    private void compare() {
        atMost("client turns, S200", NEAR_S200, false, "%.0f", 0.1 * 200 + 10, Result::turns);
        atMost("client turns, L (125 MiB)", new Trial(MailSet.L, 0, 0), false, "%.0f", 125 + 10, Result::turns);
        atMost("S200, 20 ms away, warm", FAR_S200, false, "%.2f s", 0.6, Targets::seconds);
        atLeast("… as Camel", FAR_S200, false, "Camel", 60);
        atLeast("… as Angus", FAR_S200, false, "Angus", 25);
        atLeast("… as the script", FAR_S200, false, "script", 15);
        Trial slowEndpoint = new Trial(MailSet.S200, 20, 50);
        atMost("S200, 20 ms away, endpoint 50 ms, warm", slowEndpoint, false, "%.2f s", 2, Targets::seconds);
        Trial s1000 = new Trial(MailSet.S1000, 0, 0);
        atMost("S1000, warm, each message", s1000, false, "%.2f ms", 0.6, result -> result.wallMillis() / 1000);
        atMost("M, cold", M, true, "%.2f s", 4, Targets::seconds);
        atLeast("… as Camel", M, true, "Camel", 3);
        atLeast("… as the script", M, true, "script", 3);
        atLeast("… as the script that writes JSON", M, true, "script JSON", 3);
        atMost("L, cold", new Trial(MailSet.L, 0, 0), true, "%.2f s", 1.6, Targets::seconds);
        for (MailSet one : List.of(MailSet.ONE25, MailSet.ONE100)) {
            Trial trial = new Trial(one, 0, 0);
            atMost(one + ", peak resident memory, warm", trial, false, "%.0f MiB", 130, Result::peakMebibytes);
        }
        atMost("A, 20 ms away, warm", new Trial(MailSet.A, 20, 0), false, "%.2f s", 4, Targets::seconds);
        Trial idle = new Trial(MailSet.I, 20, 0);
        atMost("I, 20 ms away, warm", idle, false, "%.2f s", 2, Targets::seconds);
        atMost("… CPU of each poll", idle, false, "%.1f ms", 5, result -> result.cpuMillis() / 200);
        // One more than the session's own, for the handshake.
        atMost("… client turns of each poll, TLS included", idle, false, "%.1f", 7, Result::turnsPerAccount);
    }

    private static double seconds(Result result) {
        return result.wallMillis() / 1000;
    }

    private void atMost(
            String what, Trial trial, boolean cold, String format, double bound, ToDoubleFunction<Result> figure) {
        results.of(FunctionCandidate.NAME, trial, cold)
                .map(figure::applyAsDouble)
                .ifPresent(value -> rows.add(List.of(
                        what,
                        "≤ " + Table.number(format, bound),
                        Table.number(format, value),
                        value <= bound
                                ? "reached"
                                : "missed by " + Table.number("%.0f %%", 100 * (value / bound - 1)))));
    }

    /** So many times as fast as a peer. */
    private void atLeast(String what, Trial trial, boolean cold, String peer, double bound) {
        Optional<Double> times = results.of(peer, trial, cold).flatMap(results::timesAsLong);
        times.ifPresent(value -> rows.add(List.of(
                what.replace("… as", "… times as fast as"),
                "≥ " + Table.number("%.0f", bound),
                Table.number("%.1f", value),
                value >= bound ? "reached" : "missed")));
    }
}
