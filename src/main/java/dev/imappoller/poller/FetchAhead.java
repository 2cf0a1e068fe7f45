package dev.imappoller.poller;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which messages of a pass are asked for next: a window ahead of those that are being delivered, and no more than fit. Servers
 * answer one command in the order of UIDs, so a window ends where the pass' own order is another.
 */
final class FetchAhead {
    /** Large enough that round trips don't count, small enough that a stop wastes little. */
    private static final int WINDOW = 50;

    private static final long WINDOW_OCTETS = 8 * 1024 * 1024;

    /** Large messages are asked for one after another: one on its way, one being delivered, one between. */
    private static final int LARGE = 3;

    /** More than those where they are no more together than this: a server that is far away is not waited for between them. */
    private static final long LARGE_OCTETS = 16 * 1024 * 1024;

    private final Deque<Planned> waiting;
    private final Room room;
    private final InFlight flight;
    private final Map<Long, Listed> held = new HashMap<>();
    private long heldOctets;
    private int heldLarge;
    private long heldLargeOctets;

    /**
     * @param plan by their turns
     * @param flight is told of what is asked for
     */
    FetchAhead(List<Planned> plan, Room room, InFlight flight) {
        this.waiting = new ArrayDeque<>(plan);
        this.room = room;
        this.flight = flight;
    }

    /**
     * The messages to be asked for now, in order; none while enough are on their way or there is no room, and none of a later turn while
     * one of an earlier is still to come.
     *
     * @param most that may be asked for and not done with
     */
    List<Listed> next(int most) {
        List<Listed> window = new ArrayList<>();
        long octets = 0;
        if (held.size() > WINDOW || heldOctets > WINDOW_OCTETS) {
            return window;
        }
        while (!waiting.isEmpty() && window.size() < WINDOW && held.size() < most && follows(window)) {
            Listed message = waiting.getFirst().message();
            octets += octetsOf(message);
            if (!window.isEmpty() && octets > WINDOW_OCTETS || isLarge(message) && !mayHoldLarge(message)) {
                break;
            }
            if (!room.tryTake(message)) {
                if (!held.isEmpty()) {
                    break;
                }
                room.take(message);
            }
            window.add(message);
            hold(waiting.removeFirst());
        }
        return window;
    }

    private boolean mayHoldLarge(Listed message) {
        return heldLarge < LARGE || heldLargeOctets + message.size() <= LARGE_OCTETS;
    }

    private boolean follows(List<Listed> window) {
        Planned next = waiting.getFirst();
        return next.turn() != Turn.ALONE
                && flight.isTurn(next.turn())
                && (window.isEmpty() || window.get(window.size() - 1).uid() < next.uid());
    }

    /** When the next message has its turn, if one waits. */
    Optional<Turn> turn() {
        return Optional.ofNullable(waiting.peekFirst()).map(Planned::turn);
    }

    /** The next message, if it is to be taken alone. */
    Optional<Listed> alone() {
        return turn().filter(Turn.ALONE::equals).map(any -> waiting.getFirst().message());
    }

    /** Leaves the next message out. */
    void drop() {
        waiting.removeFirst();
    }

    /** Leaves out those that are known to take long. */
    void dropSilent() {
        waiting.removeIf(planned -> planned.turn() == Turn.SILENT);
    }

    /** The messages that are to be taken alone and were not asked for. */
    List<Planned> leftAlone() {
        return waiting.stream().filter(planned -> planned.turn() == Turn.ALONE).toList();
    }

    /** The next message, which has room made for it whether there is any or not. */
    Listed takeAlone() {
        Planned next = waiting.removeFirst();
        room.take(next.message());
        hold(next);
        return next.message();
    }

    /** The announced size in octets of a message that was asked for and is not done with. */
    long sizeOf(long uid) {
        return Optional.ofNullable(held.get(uid)).map(Listed::size).orElse(0L);
    }

    /** A message is done with, however it ended. */
    void done(long uid) {
        flight.ended(uid);
        Optional.ofNullable(held.remove(uid)).ifPresent(message -> {
            room.give(message);
            heldOctets -= octetsOf(message);
            heldLarge -= isLarge(message) ? 1 : 0;
            heldLargeOctets -= isLarge(message) ? message.size() : 0;
        });
    }

    /** Gives back all room that is held. */
    void close() {
        List.copyOf(held.keySet()).forEach(this::done);
    }

    /** Whether messages wait to be asked for, or are asked for and not done with. */
    boolean isEmpty() {
        return waiting.isEmpty() && held.isEmpty();
    }

    private void hold(Planned planned) {
        Listed message = planned.message();
        flight.asked(planned);
        held.put(message.uid(), message);
        heldOctets += octetsOf(message);
        heldLarge += isLarge(message) ? 1 : 0;
        heldLargeOctets += isLarge(message) ? message.size() : 0;
    }

    private static long octetsOf(Listed message) {
        return Math.min(message.size(), Room.IN_MEMORY);
    }

    private static boolean isLarge(Listed message) {
        return message.size() > Room.IN_MEMORY;
    }
}
