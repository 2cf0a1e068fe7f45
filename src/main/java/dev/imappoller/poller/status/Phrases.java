package dev.imappoller.poller.status;

import java.util.List;
import java.util.stream.Collectors;

/** Puts lists into words. */
public final class Phrases {
    private Phrases() {}

    /** A count with its noun. */
    public static String messages(int count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    /** Some of many, as in {@code a, b and 3 more}. */
    public static String list(List<String> all, int most) {
        String shown = all.stream().limit(most).collect(Collectors.joining(", "));
        return all.size() <= most ? shown : shown + " and " + (all.size() - most) + " more";
    }
}
