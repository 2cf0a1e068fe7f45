package dev.imappoller.bench.result;

import dev.imappoller.bench.candidate.FunctionCandidate;
import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Everything that a run of the benchmark found out.
 *
 * @param notMeasured what could not be, and why
 */
public record Results(Surroundings surroundings, List<String> notMeasured, List<Result> results) {

    /**
     * What somebody needs to know to compare the figures with their own.
     *
     * @param zips the size of each packaging's zip, in octets
     */
    public record Surroundings(
            int cores,
            String processor,
            String java,
            String system,
            String mailServer,
            Map<String, Long> zips,
            List<String> jvmOptions,
            List<String> nativeOptions,
            int runs,
            int warmPolls,
            double sinkRequestsPerSecond,
            double sinkMebibytesPerSecond,
            List<RoundTrip> roundTrips) {}

    /** A round trip as asked for and as it came out through the proxy. */
    public record RoundTrip(int wantedMillis, double measuredMillis) {}

    /** First or later polls of a result. */
    public enum Phase {
        COLD(Result::cold),
        WARM(Result::warm);

        private final Function<Result, Optional<Measurements>> of;

        Phase(Function<Result, Optional<Measurements>> of) {
            this.of = of;
        }

        public Optional<Measurements> of(Result result) {
            return of.apply(result);
        }
    }

    /** The packagings that were measured, native first. */
    public List<String> packagings() {
        return Stream.of(FunctionCandidate.NATIVE, FunctionCandidate.JVM)
                .filter(name -> surroundings.zips().containsKey(name))
                .toList();
    }

    public Optional<Result> of(String candidate, Trial trial) {
        return results.stream()
                .filter(each ->
                        each.candidate().equals(candidate) && each.trial().equals(trial))
                .findFirst();
    }

    public Optional<Measurements> of(String candidate, Trial trial, Phase phase) {
        return of(candidate, trial).flatMap(phase::of);
    }

    /** How many times as long a result took as the function in the same trial, in its first packaging; nothing for that itself. */
    public Optional<Double> timesAsLong(Result result, Phase phase) {
        String ours = packagings().get(0);
        return result.candidate().equals(ours)
                ? Optional.empty()
                : phase.of(result)
                        .flatMap(theirs -> of(ours, result.trial(), phase)
                                .map(figures -> theirs.wallMillis() / figures.wallMillis()));
    }

    /** How much a core reads by TLS in a second: from what large mail takes more of it than in plain text. */
    public Optional<Double> readByTls(String candidate) {
        return perSecond(
                candidate, Trial.tls(MailSet.L), Trial.plain(MailSet.L), figures -> 25.0 * MailSet.L.messages());
    }

    /** How much a core posts by TLS in a second, likewise. */
    public Optional<Double> postedByTls(String candidate) {
        Trial plain = Trial.plain(MailSet.L);
        return perSecond(candidate, plain.postedByTls(), plain, Measurements::mebibytes);
    }

    private Optional<Double> perSecond(
            String candidate, Trial dear, Trial cheap, ToDoubleFunction<Measurements> mebibytes) {
        return of(candidate, dear, Phase.WARM)
                .flatMap(more -> of(candidate, cheap, Phase.WARM)
                        .map(less -> more.cpuMillis() - less.cpuMillis())
                        .filter(millis -> millis > 0)
                        .map(millis -> mebibytes.applyAsDouble(more) / millis * 1000));
    }
}
