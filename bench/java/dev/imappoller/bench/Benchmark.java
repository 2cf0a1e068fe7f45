package dev.imappoller.bench;

import dev.imappoller.bench.candidate.BareFetch;
import dev.imappoller.bench.candidate.Candidate;
import dev.imappoller.bench.candidate.Peer;
import dev.imappoller.bench.candidate.ProcessorShare;
import dev.imappoller.bench.candidate.Tables;
import dev.imappoller.bench.net.Blocking;
import dev.imappoller.bench.net.Sink;
import dev.imappoller.bench.result.Page;
import dev.imappoller.bench.result.Result;
import dev.imappoller.bench.result.Results;
import dev.imappoller.bench.result.Sample;
import dev.imappoller.bench.set.MailStore;
import dev.imappoller.bench.set.Trial;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Measures the built function against other ways to do the same, see docs/performance.md. */
public final class Benchmark {
    /** Of the first polls in a process, told one by one. */
    private static final int SHOWN = 5;

    private final Options options;
    private final List<Result> results = new ArrayList<>();
    private final List<String> notMeasured = new ArrayList<>();

    private Benchmark(Options options) {
        this.options = options;
    }

    /** Ends with 1 if the function lost a message, delivered one twice or left one unread. */
    public static void main(String[] arguments) throws IOException {
        // Nothing here is worth waiting for at the end, and some of it has threads that stay.
        System.exit(new Benchmark(Options.read()).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (MailStore store = MailStore.start();
                Tables tables = new Tables();
                Functions functions = Functions.unpack(options, tables);
                Sink sink = new Sink(vertx);
                Measurement measurement = new Measurement(vertx, store, sink)) {
            // Somebody who loses patience must not find half a gigabyte of mail later. At a normal end it is closed
            // already.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> List.<AutoCloseable>of(functions, store).forEach(Benchmark::close)));
            if (!functions.hasNative()) {
                notMeasured(
                        "the native executable, for want of its zip; bench/run builds it, or -Dbench.native-zip names one");
            }
            Results.Surroundings surroundings = Machine.measure(vertx, store, sink, functions, options);
            List<Candidate> candidates = new ArrayList<>(functions.all());
            Peer.all(options.peerOptions()).stream()
                    .filter(peer -> options.peers().contains(peer.name()))
                    .forEach(candidates::add);
            for (Trial trial : options.trials()) {
                measure(
                        measurement,
                        trial,
                        candidates.stream()
                                .filter(candidate -> candidate.takesPart(trial))
                                .toList());
            }
            Results all = new Results(surroundings, notMeasured, results);
            say(Page.text(all));
            for (Path written : Page.write(all, options.publish())) {
                say("Written: " + written);
            }
        } finally {
            Blocking.await(vertx.close());
        }
        return results.stream()
                .filter(result -> !Peer.NAMES.contains(result.candidate()))
                .allMatch(result -> result.fault().isEmpty());
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void notMeasured(String what) {
        notMeasured.add(what);
        say("NOT MEASURED: " + what);
    }

    private void measure(Measurement measurement, Trial trial, List<Candidate> candidates) {
        if (trial.share().isEmpty()) {
            measure(measurement, trial, candidates, Optional.empty());
            return;
        }
        ProcessorShare group;
        try {
            group = ProcessorShare.of(trial.share().get());
        } catch (IOException e) {
            notMeasured(trial + ": no control group sets the share here (" + e + ")");
            return;
        }
        try (group) {
            measure(measurement, trial, candidates, Optional.of(group));
        }
    }

    /** All candidates in turn, and that so many times, each time beginning with another. */
    private void measure(
            Measurement measurement, Trial trial, List<Candidate> candidates, Optional<ProcessorShare> share) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        candidates.forEach(candidate -> samples.put(candidate.name(), new ArrayList<>()));
        Set<Candidate> slow = new HashSet<>();
        List<Candidate> order = new ArrayList<>(candidates);
        for (int run = 0; run < options.runs(trial); run++) {
            for (Candidate candidate : order) {
                if (slow.contains(candidate)) {
                    continue;
                }
                List<Sample> measured = measurement.run(candidate, trial, options.warm(trial), share);
                samples.get(candidate.name()).addAll(measured);
                if (Measurement.isSlow(candidate, measured)) {
                    slow.add(candidate);
                }
                say(line(trial, candidate, measured));
            }
            Collections.rotate(order, -1);
        }
        if (trial.set().accounts() == 1 && !trial.postByTls()) {
            samples.put(
                    BareFetch.NAME,
                    IntStream.range(0, options.runs(trial))
                            .mapToObj(run -> measurement.bareFetch(trial))
                            .toList());
        }
        samples.forEach((name, all) -> results.add(new Result(name, trial, all)));
    }

    /** The first polls; of many, the last one too. */
    private static String line(Trial trial, Candidate candidate, List<Sample> samples) {
        StringBuilder line = new StringBuilder(trial + ": " + candidate.name());
        for (Sample sample : samples) {
            if (sample.number() < SHOWN
                    || sample.number() == samples.size() - 1
                    || !sample.fault().isEmpty()) {
                line.append(String.format(Locale.ROOT, ", %.2f s", sample.wallMillis() / 1000))
                        .append(sample.fault().isEmpty() ? "" : " (" + sample.fault() + ")");
            }
        }
        return line.toString();
    }

    /** This is a program for people at a terminal. */
    private static void say(String line) {
        System.out.println(line);
    }
}
