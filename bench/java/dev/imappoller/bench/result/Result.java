package dev.imappoller.bench.result;

import dev.imappoller.bench.set.Trial;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a candidate did in a trial: all its polls, those of each process one after another. */
public record Result(String candidate, Trial trial, List<Sample> samples) {

    /** First polls, the start of the process included. */
    public Optional<Measurements> cold() {
        return figures(Sample::isCold);
    }

    /** Polls in a process that has polled before. */
    public Optional<Measurements> warm() {
        return figures(sample -> !sample.isCold());
    }

    /** Those that there are, the first polls first. */
    public Stream<Measurements> both() {
        return Stream.of(cold(), warm()).flatMap(Optional::stream);
    }

    /** What went wrong; empty if nothing. */
    public String fault() {
        return both().map(Measurements::fault)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Optional<Measurements> figures(Predicate<Sample> wanted) {
        List<Sample> chosen = samples.stream().filter(wanted).toList();
        return chosen.isEmpty() ? Optional.empty() : Optional.of(new Measurements(chosen));
    }
}
