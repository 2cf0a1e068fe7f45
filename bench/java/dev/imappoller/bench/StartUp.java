package dev.imappoller.bench;

import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.LoadedClasses;
import dev.imappoller.testing.LoadedClasses.Loaded;
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
    record Classes(long classes, long archived, List<String> packages) {}

    static List<StartUp> measure(FunctionCandidate function, int times) {
        List<StartUp> starts = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            starts.add(once(function, List.of()));
        }
        starts.sort(Comparator.comparingDouble(StartUp::wallMillis));
        return starts;
    }

    /** Starts once more, slower, with a list of the classes. */
    static Classes loaded(FunctionCandidate function) {
        Path directory = Directories.temporary("classes");
        try {
            Path log = directory.resolve("loaded");
            once(function, List.of(LoadedClasses.option(log)));
            List<Loaded> classes = LoadedClasses.read(log);
            Map<String, Long> packages = classes.stream()
                    .filter(Loaded::isFromClassPath)
                    .map(each -> topPackage(each.name()))
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            List<String> most = packages.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(PACKAGES)
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .toList();
            long archived = classes.stream().filter(Loaded::isArchived).count();
            return new Classes(classes.size(), archived, most);
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

    /** The first three words of a class name. */
    private static String topPackage(String name) {
        String[] words = name.split("\\.");
        return List.of(words).subList(0, Math.min(3, words.length - 1)).stream().collect(Collectors.joining("."));
    }
}
