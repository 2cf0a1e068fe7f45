package dev.imappoller.poller;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which messages of a pass are asked for next: a window ahead of those that are being delivered, and no more than fit. */
final class FetchAhead {
    /** Large enough that round trips don't count, small enough that a stop wastes little. */
    private static final int WINDOW = 50;

    private static final long WINDOW_OCTETS = 8 * 1024 * 1024;

    /** Large messages are asked for chunk by chunk: one on its way, one being delivered, one between. */
    private static final int LARGE = 3;

    private final Deque<Listed> waiting;
    private final Room room;
    private final Map<Long, Listed> held = new HashMap<>();
    private long heldOctets;
    private int heldLarge;

    FetchAhead(List<Listed> messages, Room room) {
        this.waiting = new ArrayDeque<>(messages);
        this.room = room;
    }

    /**
     * The messages to be asked for now, in order; none while enough are on their way or there is no room.
     *
     * @param most that may be asked for and not done with
     */
    List<Listed> next(int most) {
        List<Listed> window = new ArrayList<>();
        long octets = 0;
        if (held.size() > WINDOW || heldOctets > WINDOW_OCTETS) {
            return window;
        }
        while (!waiting.isEmpty() && window.size() < WINDOW && held.size() < most) {
            Listed message = waiting.getFirst();
            octets += octetsOf(message);
            if (!window.isEmpty() && octets > WINDOW_OCTETS || isLarge(message) && heldLarge >= LARGE) {
                break;
            }
            if (!room.tryTake(message)) {
                if (!held.isEmpty()) {
                    break;
                }
                room.take(message);
            }
            window.add(waiting.removeFirst());
            hold(message);
        }
        return window;
    }

    /** The announced size in octets of a message that was asked for and is not done with. */
    long sizeOf(long uid) {
        return Optional.ofNullable(held.get(uid)).map(Listed::size).orElse(0L);
    }

    /** A message is done with, however it ended. */
    void done(long uid) {
        Optional.ofNullable(held.remove(uid)).ifPresent(message -> {
            room.give(message);
            heldOctets -= octetsOf(message);
            heldLarge -= isLarge(message) ? 1 : 0;
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

    private void hold(Listed message) {
        held.put(message.uid(), message);
        heldOctets += octetsOf(message);
        heldLarge += isLarge(message) ? 1 : 0;
    }

    private static long octetsOf(Listed message) {
        return Math.min(message.size(), Room.IN_MEMORY);
    }

    private static boolean isLarge(Listed message) {
        return message.size() > Room.IN_MEMORY;
    }
}
