package dev.imappoller.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Measures the built function against other ways to do the same, see docs/performance.md. */
public final class Benchmark {
    private final Options options;
    private final List<Result> results = new ArrayList<>();

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
                Sink sink = new Sink(vertx);
                Link plain = new Link(vertx, store.port(MailSet.S200));
                Link tls = new Link(vertx, store.port(MailSet.I));
                FunctionCandidate function = new FunctionCandidate(options.jvmOptions())) {
            // Somebody who loses patience must not find half a gigabyte of mail later. At a normal end it is closed
            // already.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> List.<AutoCloseable>of(function, store).forEach(Benchmark::close)));
            Results.Surroundings surroundings = surroundings(vertx, store, sink);
            List<StartUp> startUps = StartUp.measure(function, options.startUps());
            Measurement measurement = new Measurement(store, sink, Map.of(true, tls, false, plain));
            for (Trial trial : options.trials()) {
                measure(measurement, trial, candidates(function, trial));
            }
            Results all = new Results(surroundings, startUps, results);
            say("\n" + Page.surroundings(all) + "\n" + Targets.markdown(all) + "\n" + new Table(all).text());
            for (Path written : Page.write(all, options.publish())) {
                say("Written: " + written);
            }
        } finally {
            Blocking.await(vertx.close());
        }
        return results.stream()
                .filter(result -> result.candidate().equals(FunctionCandidate.NAME))
                .allMatch(result -> result.fault().isEmpty());
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Results.Surroundings surroundings(Vertx vertx, MailStore store, Sink sink) {
        SinkCeiling ceiling = SinkCeiling.measure(sink);
        return new Results.Surroundings(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                store.name(),
                options.jvmOptions(),
                options.runs(),
                options.warm(),
                ceiling.requestsPerSecond(),
                ceiling.mebibytesPerSecond(),
                options.roundTrips().stream()
                        .map(wanted -> new Results.RoundTrip(wanted, Echo.roundTripMillis(vertx, wanted)))
                        .toList());
    }

    private List<Candidate> candidates(FunctionCandidate function, Trial trial) {
        List<Candidate> candidates = new ArrayList<>(List.of(function));
        Peer.all(options.jvmOptions()).stream()
                .filter(peer -> options.peers().contains(peer.name()) && peer.takesPart(trial))
                .forEach(candidates::add);
        return candidates;
    }

    /** All candidates in turn, and that so many times, each time beginning with another. */
    private void measure(Measurement measurement, Trial trial, List<Candidate> candidates) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        candidates.forEach(candidate -> samples.put(candidate.name(), new ArrayList<>()));
        Set<Candidate> slow = new HashSet<>();
        List<Candidate> order = new ArrayList<>(candidates);
        for (int run = 0; run < options.runs(); run++) {
            for (Candidate candidate : order) {
                if (slow.contains(candidate)) {
                    continue;
                }
                List<Sample> measured =
                        measurement.run(candidate, trial, trial.set().warmPolls(options.warm()));
                samples.get(candidate.name()).addAll(measured);
                if (Measurement.isSlow(candidate, measured)) {
                    slow.add(candidate);
                }
                say(line(trial, candidate, measured));
            }
            Collections.rotate(order, -1);
        }
        if (trial.set().accounts() == 1) {
            samples.put(
                    BareFetch.NAME,
                    IntStream.range(0, options.runs())
                            .mapToObj(run -> measurement.bareFetch(trial))
                            .toList());
        }
        samples.forEach((name, all) -> {
            add(name, trial, all, true);
            add(name, trial, all, false);
        });
    }

    private void add(String name, Trial trial, List<Sample> samples, boolean cold) {
        Predicate<Sample> wanted = sample -> sample.cold() == cold;
        List<Sample> chosen = samples.stream().filter(wanted).toList();
        if (!chosen.isEmpty()) {
            results.add(new Result(name, trial, cold, chosen));
        }
    }

    private static String line(Trial trial, Candidate candidate, List<Sample> samples) {
        StringBuilder line = new StringBuilder(trial + ": " + candidate.name());
        for (Sample sample : samples) {
            line.append(sample.cold() ? ", cold " : ", warm ")
                    .append(Table.seconds(sample.wallMillis()))
                    .append(" s")
                    .append(sample.fault().isEmpty() ? "" : " (" + sample.fault() + ")");
        }
        return line.toString();
    }

    /** This is a program for people at a terminal. */
    private static void say(String line) {
        System.out.println(line);
    }
}
