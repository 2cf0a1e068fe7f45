package dev.imappoller.bench;

import dev.imappoller.bench.candidate.Peer;
import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Trial;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.Packaging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to measure, from the system properties {@code bench.…} that docs/performance.md explains.
 *
 * @param warm polls in each process after the first
 * @param dayPolls how many polls a process makes in the set DAY
 * @param zips of the function, the native executable first if it was built
 * @param publish whether the results go into the repository rather than into target/bench
 */
record Options(
        Set<MailSet> sets,
        int runs,
        int warm,
        int dayPolls,
        Set<String> peers,
        Map<Packaging, List<String>> functionOptions,
        List<Path> zips,
        boolean publish) {

    /** As a function of 512 MB has them, which is the least for a JVM. */
    private static final String JVM_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx384m";

    /** Three fifths of 256 MB, as the executable would take in a function with the template's default. */
    private static final String NATIVE_OPTIONS = "-Xmx153m";

    /** A JVM as it is: what takes a quick start from the peers may give them less speed afterwards. */
    private static final List<String> PEER_OPTIONS = List.of("-Xmx384m");

    private static final String ALL = "all";
    private static final String NONE = "none";

    static Options read() {
        String sets = property("sets", ALL);
        String peers = property("peers", ALL);
        boolean complete = Stream.of("sets", "peers", "runs", "warm", "day", "jvmOptions", "nativeOptions")
                .allMatch(name -> property(name, "").isEmpty());
        Path nativeZip = Path.of(property("native-zip", "target/native/function.zip"));
        return new Options(
                Set.copyOf(
                        sets.equals(ALL)
                                ? List.of(MailSet.values())
                                : words(sets).map(MailSet::valueOf).toList()),
                Integer.parseInt(property("runs", "2")),
                Integer.parseInt(property("warm", "3")),
                Integer.parseInt(property("day", "500")),
                peers.equals(ALL) ? Peer.NAMES : Set.copyOf(words(peers).toList()),
                Map.of(
                        Packaging.NATIVE, options("nativeOptions", NATIVE_OPTIONS),
                        Packaging.JVM, options("jvmOptions", JVM_OPTIONS)),
                Stream.concat(
                                Stream.of(nativeZip).filter(Files::exists),
                                Stream.of(Directories.built("test.function-zip", "function.zip")))
                        .toList(),
                Boolean.parseBoolean(property("publish", Boolean.toString(complete && Files.exists(nativeZip)))));
    }

    /** In the order in which they are run. */
    List<Trial> trials() {
        return Plan.TRIALS.stream().filter(trial -> sets.contains(trial.set())).toList();
    }

    /** Processes of each candidate: more where they are short. */
    int runs(Trial trial) {
        return switch (trial.set()) {
            case START, THREE -> trial.share().isPresent() ? runs : 3 * runs;
            case S200, S1000, M, L, ONE25, ONE100, A, I -> runs;
            case DAY -> 1;
        };
    }

    /** Polls in each process after the first. What an idle account costs is that of a process that has polled for a while. */
    int warm(Trial trial) {
        return switch (trial.set()) {
            case START -> 0;
            case THREE -> trial.share().isPresent() ? 0 : 19;
            case S200, S1000, M, L, ONE25, ONE100, A -> warm;
            case I -> 4 * warm;
            case DAY -> dayPolls - 1;
        };
    }

    /** Of the peers' JVMs. */
    List<String> peerOptions() {
        return PEER_OPTIONS;
    }

    private static List<String> options(String name, String otherwise) {
        return List.of(property(name, otherwise).trim().split("\\s+"));
    }

    private static Stream<String> words(String list) {
        return list.equals(NONE) ? Stream.empty() : Stream.of(list.split(","));
    }

    /** Maven passes on every property, empty unless it is set. */
    private static String property(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
