package dev.imappoller.bench;

import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The function from the start of its process to its first answer, with an empty Pollers table. */
record StartUp(double wallMillis, long cpuMillis, long peakKib) {

    private static final Duration BOUND = Duration.ofMinutes(1);

    /** How many packages are told. */
    private static final int PACKAGES = 15;

    /**
     * What the start loads.
     *
     * @param classes in all
     * @param archived of these, those that came from an archive (CDS or AOT) rather than from a jar
     * @param packages the packages with the most classes from a jar
     */
    record Loaded(long classes, long archived, List<String> packages) {}

    static List<StartUp> measure(FunctionCandidate function, int times) {
        List<StartUp> starts = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            starts.add(once(function, List.of()));
        }
        starts.sort(Comparator.comparingDouble(StartUp::wallMillis));
        return starts;
    }

    /** Starts once more, slower, with a list of the classes. */
    static Loaded loaded(FunctionCandidate function) {
        Path directory = Directories.temporary("classes");
        try {
            Path log = directory.resolve("loaded");
            once(function, List.of("-Xlog:class+load:file=" + log + "::filecount=0"));
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> line.contains(" source: "))
                    .toList();
            long archived = lines.stream()
                    .filter(line -> line.contains("shared objects file"))
                    .count();
            Map<String, Long> packages = lines.stream()
                    .filter(line -> line.contains(" source: file:") || line.contains(" source: jar:"))
                    .map(StartUp::topPackage)
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            List<String> most = packages.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(PACKAGES)
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .toList();
            return new Loaded(lines.size(), archived, most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Directories.delete(directory);
        }
    }

    private static StartUp once(FunctionCandidate function, List<String> options) {
        function.clear();
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start()) {
            long start = System.nanoTime();
            try (ChildProcess process = function.start(api, options)) {
                api.invoke("{}", BOUND);
                double wall = (System.nanoTime() - start) / 1e6;
                Usage usage = Usage.of(process.handle());
                return new StartUp(wall, usage.cpuMillis(), usage.peakKib());
            }
        }
    }

    /** The first three words of a line's class name. */
    private static String topPackage(String line) {
        String name = line.substring(line.lastIndexOf(']') + 1, line.indexOf(" source: "))
                .strip();
        String[] words = name.split("\\.");
        return List.of(words).subList(0, Math.min(3, words.length - 1)).stream().collect(Collectors.joining("."));
    }
}
