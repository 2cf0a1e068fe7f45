package dev.imappoller.bench.result;

import static dev.imappoller.bench.result.Results.Phase.COLD;
import static dev.imappoller.bench.result.Results.Phase.WARM;

import dev.imappoller.bench.candidate.FunctionCandidate;
import dev.imappoller.bench.candidate.Peer;
import dev.imappoller.bench.result.Results.Phase;
import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Share;
import dev.imappoller.bench.set.Trial;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the project wants the native executable to reach, and whether this run did; the JVM's figures for comparison. */
final class Targets {
    private static final Share LITTLE = Share.of(0.29);

    private static final Trial START = Trial.tls(MailSet.START);
    private static final Trial THREE = Trial.tls(MailSet.THREE);
    private static final Trial L = Trial.tls(MailSet.L);
    private static final Trial M = Trial.tls(MailSet.M);
    private static final Trial S200_FAR = Trial.plain(MailSet.S200).away(20);
    private static final Trial S200_FAR_TLS = Trial.tls(MailSet.S200).away(20);
    private static final Trial IDLE = Trial.tls(MailSet.I).away(20);

    private final Results results;
    private final Table table = new Table("target", " to reach", " native", "", " JVM");

    private Targets(Results results) {
        this.results = results;
    }

    /** Target, figures and verdict; only of what was measured. */
    static Table table(Results results) {
        Targets targets = new Targets(results);
        targets.compare();
        return targets.table;
    }

    private void compare() {
        atMost("start to first answer", START, COLD, 60, "%.0f ms", Measurements::wallMillis);
        atMost("… at a processor share of 0.29", START.with(LITTLE), COLD, 200, "%.0f ms", Measurements::wallMillis);
        atMost("first poll of 3 accounts", THREE, COLD, 150, "%.0f ms", Measurements::wallMillis);
        atMost("… at a processor share of 0.29", THREE.with(LITTLE), COLD, 350, "%.0f ms", Measurements::wallMillis);
        atMost("resident after 20 polls of 3 accounts", THREE, WARM, 64, "%.0f MiB", Measurements::residentMebibytes);
        atMost(
                "peak resident, one message of 100 MiB by TLS",
                Trial.tls(MailSet.ONE100),
                WARM,
                90,
                "%.0f MiB",
                Measurements::peakMebibytes);
        row(
                "zip",
                25,
                true,
                "%.1f MB",
                name -> Optional.ofNullable(results.surroundings().zips().get(name))
                        .map(octets -> octets / 1e6));
        row("TLS, read by a core", 200, false, "%.0f MiB/s", results::readByTls);
        row("TLS, posted by a core", 200, false, "%.0f MiB/s", results::postedByTls);
        atMost("L by TLS, cold", L, COLD, 1.5, "%.2f s", Targets::seconds);
        timesAsFast("… times as fast as the script that writes JSON", L, Peer.SCRIPT_JSON, 3);
        atMost("L by TLS, 20 ms away, warm", L.away(20), WARM, 1.0, "%.2f s", Targets::seconds);
        atMost("M by TLS, cold", M, COLD, 1.5, "%.2f s", Targets::seconds);
        timesAsFast("… times as fast as Camel", M, Peer.CAMEL, 3);
        timesAsFast("… times as fast as the script that writes JSON", M, Peer.SCRIPT_JSON, 3);
        timesAsFast("… times as fast as the script that posts as is", M, Peer.SCRIPT, 1);
        atMost("S200, 20 ms away, warm", S200_FAR, WARM, 0.45, "%.2f s", Targets::seconds);
        atMost("… client turns", S200_FAR, WARM, 16, "%.0f", Measurements::turns);
        atMost("S200 by TLS, 20 ms away, warm", S200_FAR_TLS, WARM, 0.45, "%.2f s", Targets::seconds);
        Trial s1000 = Trial.plain(MailSet.S1000);
        atMost("S1000, warm, each message", s1000, WARM, 0.35, "%.2f ms", figures -> figures.wallMillis() / 1000);
        atMost("idle poll by TLS, CPU", IDLE, WARM, 2.5, "%.1f ms", figures -> each(figures.cpuMillis()));
        atMost("… client turns, handshake included", IDLE, WARM, 5, "%.1f", figures -> each(figures.turns()));
    }

    private static double seconds(Measurements figures) {
        return figures.wallMillis() / 1000;
    }

    private static double each(double all) {
        return all / MailSet.I.accounts();
    }

    private void atMost(
            String what, Trial trial, Phase phase, double bound, String format, ToDoubleFunction<Measurements> figure) {
        row(
                what,
                bound,
                true,
                format,
                name -> results.of(name, trial, phase).map(figures -> figure.applyAsDouble(figures)));
    }

    /** From cold, so many times as fast as a peer. */
    private void timesAsFast(String what, Trial trial, String peer, double bound) {
        row(
                what,
                bound,
                false,
                "%.1f",
                name -> results.of(peer, trial, COLD)
                        .flatMap(theirs ->
                                results.of(name, trial, COLD).map(ours -> theirs.wallMillis() / ours.wallMillis())));
    }

    private void row(
            String what, double bound, boolean atMost, String format, Function<String, Optional<Double>> figure) {
        Optional<Double> compiled = figure.apply(FunctionCandidate.NATIVE);
        Optional<Double> jvm = figure.apply(FunctionCandidate.JVM);
        if (compiled.isPresent() || jvm.isPresent()) {
            table.add(List.of(
                    what,
                    (atMost ? "≤ " : "≥ ") + Table.number(format, bound),
                    compiled.map(value -> Table.number(format, value)).orElse("not measured"),
                    compiled.map(value -> verdict(value, bound, atMost)).orElse(""),
                    jvm.map(value -> Table.number(format, value)).orElse("")));
        }
    }

    private static String verdict(double value, double bound, boolean atMost) {
        double miss = atMost ? value / bound - 1 : 1 - value / bound;
        return miss <= 0 ? "reached" : "missed by " + Table.number("%.0f %%", Math.max(1, 100 * miss));
    }
}
