package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.Turn;
import dev.imappoller.poller.mailbox.Listed;
import dev.imappoller.poller.pass.InFlight.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private final Flights flights;
    private final Room room;
    private final Set<InFlight> held = new HashSet<>();
    private long heldOctets;
    private int heldLarge;
    private long heldLargeOctets;

    FetchAhead(Flights flights, Room room) {
        this.flights = flights;
        this.room = room;
    }

    /**
     * The messages to be asked for now, in order, which then count as asked for; none while enough are on their way or there is no room, and
     * none of a later turn while one of an earlier is still to come.
     *
     * @param most that may be asked for and not done with
     */
    List<Listed> next(int most) {
        List<Listed> window = new ArrayList<>();
        long octets = 0;
        if (held.size() > WINDOW || heldOctets > WINDOW_OCTETS) {
            return window;
        }
        Optional<InFlight> next = flights.first(Stage.WAITING);
        while (next.isPresent() && window.size() < WINDOW && held.size() < most && follows(next.get(), window)) {
            Listed message = next.get().listed();
            octets += octetsOf(message);
            boolean tooMuch = !window.isEmpty() && octets > WINDOW_OCTETS;
            if (tooMuch || isLarge(message) && !mayHoldLarge(message) || !takesRoom(message)) {
                break;
            }
            window.add(message);
            ask(next.get());
            next = flights.first(Stage.WAITING);
        }
        return window;
    }

    private boolean takesRoom(Listed message) {
        if (room.tryTake(message)) {
            return true;
        }
        if (held.isEmpty()) {
            room.take(message); // So that every pass can go on with one.
            return true;
        }
        return false;
    }

    private boolean mayHoldLarge(Listed message) {
        return heldLarge < LARGE || heldLargeOctets + message.size() <= LARGE_OCTETS;
    }

    private boolean follows(InFlight next, List<Listed> window) {
        return next.turn() != Turn.ALONE
                && flights.isTurn(next.turn())
                && (window.isEmpty() || window.get(window.size() - 1).uid() < next.uid());
    }

    /** The next message, if it is to be taken alone. */
    Optional<InFlight> alone() {
        return flights.first(Stage.WAITING).filter(next -> next.turn() == Turn.ALONE);
    }

    /** Asks for the next message, which has room made for it whether there is any or not. */
    void askAlone(InFlight next) {
        room.take(next.listed());
        ask(next);
    }

    private void ask(InFlight next) {
        flights.move(next, Stage.ASKED_FOR);
        Listed message = next.listed();
        held.add(next);
        heldOctets += octetsOf(message);
        heldLarge += isLarge(message) ? 1 : 0;
        heldLargeOctets += isLarge(message) ? message.size() : 0;
    }

    /** A message is not held any more: it is posted, or given up. */
    void free(InFlight flight) {
        if (held.remove(flight)) {
            Listed message = flight.listed();
            room.give(message);
            heldOctets -= octetsOf(message);
            heldLarge -= isLarge(message) ? 1 : 0;
            heldLargeOctets -= isLarge(message) ? message.size() : 0;
        }
    }

    /** Gives back all room that is held. */
    void close() {
        List.copyOf(held).forEach(this::free);
    }

    private static long octetsOf(Listed message) {
        return Math.min(message.size(), Room.IN_MEMORY);
    }

    private static boolean isLarge(Listed message) {
        return message.size() > Room.IN_MEMORY;
    }
}
