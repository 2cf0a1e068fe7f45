package dev.imappoller.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to measure, from the system properties {@code bench.…} that docs/performance.md explains.
 *
 * @param warm polls in each process after the first
 * @param startUps how often the start alone is timed
 * @param publish whether the results go into the repository rather than into target/bench
 */
record Options(
        List<MailSet> sets,
        List<Integer> roundTrips,
        List<Integer> endpoints,
        int runs,
        int warm,
        int startUps,
        Set<String> peers,
        List<String> jvmOptions,
        boolean publish) {

    /** As a function of 512 MB has them. */
    private static final String JVM_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx384m";

    private static final String ALL = "all";
    private static final String NONE = "none";

    static Options read() {
        String sets = property("sets", ALL);
        String peers = property("peers", ALL);
        boolean complete = Stream.of("sets", "peers", "roundTrips", "endpoints", "runs", "warm", "jvmOptions")
                .allMatch(name -> property(name, "").isEmpty());
        return new Options(
                sets.equals(ALL)
                        ? List.of(MailSet.values())
                        : words(sets).map(MailSet::valueOf).toList(),
                numbers("roundTrips", "0,20"),
                numbers("endpoints", "0,50"),
                Integer.parseInt(property("runs", "3")),
                Integer.parseInt(property("warm", "3")),
                Integer.parseInt(property("startUps", "10")),
                peers.equals(ALL) ? Peer.NAMES : Set.copyOf(words(peers).toList()),
                List.of(property("jvmOptions", JVM_OPTIONS).trim().split("\\s+")),
                Boolean.parseBoolean(property("publish", Boolean.toString(complete))));
    }

    /** In the order in which they are run. */
    List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (MailSet set : sets) {
            for (int roundTrip : roundTrips) {
                for (int endpoint : endpoints) {
                    Trial trial = new Trial(set, roundTrip, endpoint);
                    if (trial.worthwhile()) {
                        trials.add(trial);
                    }
                }
            }
        }
        return trials;
    }

    private static List<Integer> numbers(String name, String otherwise) {
        return words(property(name, otherwise)).map(Integer::valueOf).toList();
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
