package dev.imappoller.imap.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of one connection: those that wait until they may be sent, and those that are under way. To be used by one thread at a time. */
final class CommandQueue {
    private final Deque<Command> waiting = new ArrayDeque<>();
    private final Map<String, Command> underWay = new LinkedHashMap<>();
    private boolean carefully;

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
        return Optional.ofNullable(underWay.remove(tag));
    }

    /** Those of these that are under way still, and are no longer then. */
    List<Command> drop(List<Command> commands) {
        List<Command> dropped =
                commands.stream().filter(underWay.values()::contains).toList();
        underWay.values().removeAll(dropped);
        return dropped;
    }

    /** In the order that they were sent in. */
    List<Command> underWay() {
        return List.copyOf(underWay.values());
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }
}
