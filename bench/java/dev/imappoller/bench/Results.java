package dev.imappoller.bench;

import java.util.List;
import java.util.Optional;

/** Everything that a run of the benchmark found out. */
record Results(Surroundings surroundings, List<StartUp> startUps, List<Result> results) {

    /** What somebody needs to know to compare the figures with their own. */
    record Surroundings(
            int cores,
            String java,
            String system,
            String mailServer,
            List<String> jvmOptions,
            int runs,
            int warmPolls,
            double sinkRequestsPerSecond,
            double sinkMebibytesPerSecond,
            List<RoundTrip> roundTrips) {}

    /** A round trip as asked for and as it came out through the proxy. */
    record RoundTrip(int wantedMillis, double measuredMillis) {}

    /** A result of the same trial and temperature by another candidate. */
    Optional<Result> of(String candidate, Result like) {
        return of(candidate, like.trial(), like.cold());
    }

    Optional<Result> of(String candidate, Trial trial, boolean cold) {
        return results.stream()
                .filter(each ->
                        each.candidate().equals(candidate) && each.trial().equals(trial) && each.cold() == cold)
                .findFirst();
    }

    /** How many times as long a result took as the function in the same trial; nothing for the function itself. */
    Optional<Double> timesAsLong(Result result) {
        return result.candidate().equals(FunctionCandidate.NAME)
                ? Optional.empty()
                : of(FunctionCandidate.NAME, result).map(ours -> result.wallMillis() / ours.wallMillis());
    }
}
