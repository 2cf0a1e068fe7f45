package dev.imappoller.imap.pipeline;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands of one connection: those that wait until they may be sent, and those that are under way. To be used by one thread at a time. */
final class CommandQueue {
    private final LineWriter lines;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private final Map<String, Command> underWay = new LinkedHashMap<>();
    private @Nullable NoopProbe probe;
    private boolean carefully;

    /** @param lines sends what belongs to a command that has begun */
    CommandQueue(LineWriter lines) {
        this.lines = lines;
    }

    void add(Command command) {
        waiting.add(command);
    }

    /** Before all others that wait. */
    void addFirst(Command command) {
        waiting.addFirst(command);
    }

    /** From now on each is sent by itself, however many may be under way. */
    void carefully() {
        carefully = true;
    }

    /**
     * The command that may be sent now; it is no longer waiting then.
     *
     * @param depth how many may be under way at the same time
     */
    Optional<Command> next(int depth) {
        if (waiting.isEmpty() || !mayGo(waiting.getFirst(), depth)) {
            return Optional.empty();
        }
        Command next = waiting.removeFirst();
        next.sentWith(underWay.values());
        return Optional.of(next);
    }

    private boolean mayGo(Command command, int depth) {
        return underWay.isEmpty()
                || underWay.size() < (carefully ? 1 : depth)
                        && !command.isAlone()
                        && underWay.values().stream().noneMatch(Command::isAlone);
    }

    void sent(String tag, Command command) {
        underWay.put(tag, command);
    }

    /** The command with this tag, which is under way no longer. */
    Optional<Command> answered(String tag) {
        Optional<Command> ended = Optional.ofNullable(underWay.remove(tag));
        probe = underWay.isEmpty() ? null : probe;
        return ended;
    }

    /** Whether it may be that the server has dropped something, and has not been asked yet. */
    boolean mayBeProbed() {
        return probe == null && isCrowded();
    }

    /** A NOOP with this tag was sent. */
    void probed(String tag) {
        probe = new NoopProbe(tag, underWay(), System.nanoTime());
    }

    /** Whether a NOOP is under way that was sent since nothing came. */
    boolean isProbed() {
        return probe != null;
    }

    /** Whether this is the tag of that NOOP. */
    boolean isProbe(String tag) {
        return probe != null && probe.tag().equals(tag);
    }

    /** Whether the command with this tag, which is being answered, is so because of that NOOP. */
    boolean isWoken(String tag) {
        Command command = underWay.get(tag);
        return command != null && probe != null && probe.wakes(command);
    }

    /** The NOOP is answered: those that were sent before it and are under way still, and are no longer then. */
    List<Command> dropped() {
        List<Command> before = probe == null ? List.of() : probe.before();
        List<Command> dropped =
                before.stream().filter(underWay.values()::contains).toList();
        underWay.values().removeAll(dropped);
        probe = null;
        return dropped;
    }

    /** In the order that they were sent in. */
    List<Command> underWay() {
        return List.copyOf(underWay.values());
    }

    /** Sends the next line of the command that waits to send one; false if no command does. */
    synchronized boolean goOn() throws IOException {
        Optional<String> line = underWay.values().stream()
                .map(Command::goOn)
                .flatMap(Optional::stream)
                .findFirst();
        if (line.isPresent()) {
            lines.write(line.get());
        }
        return line.isPresent();
    }

    /** Whether one is under way that others were sent with. */
    boolean isCrowded() {
        return underWay.values().stream().anyMatch(Command::isCrowded);
    }

    /** Whether several are under way, all of this verb. */
    boolean areSeveral(String verb) {
        return underWay.size() > 1
                && underWay.values().stream().allMatch(command -> command.verb().equals(verb));
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }
}
