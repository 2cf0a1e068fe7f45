package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.Poller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** A mailbox, a web app, the tables, and the functions at work on them, in a time of their own: one thing happens after another. */
final class SimWorld {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1000 * MILLISECOND;

    private static final int LONGEST_LINE = 180;
    private static final int[] LATENCIES = {1, 4, 20, 90};

    private final SimChoices choices;
    private final SimSettings settings;
    private final SimMutation mutation;
    private final SimHistory history;
    private final SimMailbox mailbox;
    private final SimEndpoint endpoint;
    private final SimTables tables;
    private final List<SimFunction> functions = new ArrayList<>();
    private final Optional<List<String>> words;
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
    private long now;
    private long numbers;
    private int steps;

    private record Happening(long at, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /** @param words where each step is told of in words; empty for speed */
    SimWorld(SimChoices choices, SimMutation mutation, Optional<List<String>> words) {
        this.choices = choices;
        this.mutation = mutation;
        this.words = words;
        this.settings = new SimSettings(choices);
        this.history = new SimHistory(this);
        this.mailbox = new SimMailbox(this);
        this.endpoint = new SimEndpoint(this);
        this.tables = new SimTables(this);
        say(settings::toString);
    }

    SimChoices choices() {
        return choices;
    }

    SimSettings settings() {
        return settings;
    }

    SimMutation mutation() {
        return mutation;
    }

    SimHistory history() {
        return history;
    }

    SimMailbox mailbox() {
        return mailbox;
    }

    SimEndpoint endpoint() {
        return endpoint;
    }

    SimTables tables() {
        return tables;
    }

    Poller poller() {
        return settings.poller();
    }

    /** In nanoseconds since the schedule began. */
    long now() {
        return now;
    }

    /** How many things have happened. */
    int steps() {
        return steps;
    }

    /** All functions that were ever called. */
    List<SimFunction> functions() {
        return functions;
    }

    /** Whether something odd happens now. */
    boolean odd(SimFault fault) {
        return choices.odd(settings.rate(fault));
    }

    /** How long something takes that takes no longer than usual. */
    long latency() {
        return LATENCIES[choices.below(LATENCIES.length)] * MILLISECOND;
    }

    /** Between nothing and so many seconds. */
    long within(int seconds) {
        return choices.below(seconds * 10) * 100 * MILLISECOND;
    }

    /** Has something happen so many nanoseconds from now. */
    void in(long delay, Runnable what) {
        happenings.add(new Happening(now + delay, numbers++, what));
    }

    /** A function is called, by the schedule or by a person. */
    void call() {
        SimFunction function = new SimFunction(this, functions.size() + 1);
        functions.add(function);
        function.begin();
    }

    /** Goes on until that time, or until something is not as promised. */
    void goOnUntil(long end) {
        while (history.isAsPromised()
                && !happenings.isEmpty()
                && happenings.peek().at() <= end) {
            Happening next = happenings.poll();
            now = next.at();
            steps++;
            next.what().run();
        }
        now = Math.max(now, end);
    }

    /** Tells what happens, where somebody listens. */
    void say(Supplier<String> what) {
        words.ifPresent(lines -> lines.add(time() + "  " + shortened(what.get())));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
    }

    private String time() {
        return String.format("%6d %12.3f s", steps, now / 1e9);
    }

    /** A duration in nanoseconds. */
    static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
