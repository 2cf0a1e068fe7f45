package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.pass.InFlight.Stage;
import dev.imappoller.poller.time.Budget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which messages of a pass are fetched next: a window ahead of those that are being delivered, within the memory and disk of the
 * run. Servers answer a command in the order of UIDs, so a window ends where the pass' order differs from that.
 */
final class FetchAhead {
    /** Large enough that round trips don't count, small enough that a stop wastes little. */
    private static final int WINDOW = 50;

    private static final long WINDOW_OCTETS = 8 * 1024 * 1024;

    /** At most three large messages are in flight: one arriving, one being delivered, and one in between. */
    private static final int LARGE = 3;

    /**
     * More large messages may be in flight while their sizes add up to no more than this, so that a distant server causes no pause between
     * them.
     */
    private static final long LARGE_OCTETS = 16 * 1024 * 1024;

    private final Flights flights;
    private final InFlightLimit room;
    private final Budget budget;
    private final Set<InFlight> held = new HashSet<>();
    private long heldOctets;
    private int heldLarge;
    private long heldLargeOctets;

    FetchAhead(Flights flights, InFlightLimit room, Budget budget) {
        this.flights = flights;
        this.room = room;
        this.budget = budget;
    }

    /**
     * The messages to be asked for now, in order, which then count as asked for; none while enough are on their way or there is no room,
     * and none of a later turn while one of an earlier is still to come.
     *
     * @param most that may be in flight
     */
    List<MessageSummary> next(int most) {
        List<MessageSummary> window = new ArrayList<>();
        long octets = 0;
        if (held.size() > WINDOW || heldOctets > WINDOW_OCTETS) {
            return window;
        }
        Optional<InFlight> next = flights.first(Stage.WAITING);
        while (next.isPresent() && window.size() < WINDOW && held.size() < most && follows(next.get(), window)) {
            MessageSummary message = next.get().listed();
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

    /** Leaves to another pass the messages at which the endpoint gave no answer, since they take long; true if their turn has come. */
    boolean leaveSilent() {
        boolean isTheirTurn = flights.first(Stage.WAITING)
                .filter(next -> next.turn() == DeliveryOrder.SILENT)
                .isPresent();
        if (isTheirTurn) {
            flights.list(Stage.WAITING).stream()
                    .filter(waiting -> waiting.turn() == DeliveryOrder.SILENT)
                    .forEach(silent -> flights.end(silent, End.LEFT));
        }
        return isTheirTurn;
    }

    /**
     * Every pass can go on with one message, whether there is room or not. A large one waits for room while half of the run is left: if
     * many passes had one under way at the same time, with little processor, none of them would get through before the run ends. It waits
     * no longer, since those that have room may be messages to web apps that don't answer.
     */
    private boolean takesRoom(MessageSummary message) {
        if (room.tryTake(message)) {
            return true;
        }
        if (held.isEmpty() && !(isLarge(message) && budget.isHalfLeft())) {
            room.take(message);
            return true;
        }
        return false;
    }

    private boolean mayHoldLarge(MessageSummary message) {
        return heldLarge < LARGE || heldLargeOctets + message.size() <= LARGE_OCTETS;
    }

    private boolean follows(InFlight next, List<MessageSummary> window) {
        return next.turn() != DeliveryOrder.ALONE
                && flights.isTurn(next.turn())
                && (window.isEmpty() || window.get(window.size() - 1).uid() < next.uid());
    }

    /** The next message, if it is to be taken alone. */
    Optional<InFlight> alone() {
        return flights.first(Stage.WAITING).filter(next -> next.turn() == DeliveryOrder.ALONE);
    }

    /** Asks for the next message, which has room made for it whether there is any or not. */
    void askAlone(InFlight next) {
        room.take(next.listed());
        ask(next);
    }

    private void ask(InFlight next) {
        flights.move(next, Stage.ASKED_FOR);
        MessageSummary message = next.listed();
        held.add(next);
        heldOctets += octetsOf(message);
        heldLarge += isLarge(message) ? 1 : 0;
        heldLargeOctets += isLarge(message) ? message.size() : 0;
    }

    /** A message is not held any more: it is posted, or given up. */
    void free(InFlight flight) {
        if (held.remove(flight)) {
            MessageSummary message = flight.listed();
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

    private static long octetsOf(MessageSummary message) {
        return Math.min(message.size(), InFlightLimit.IN_MEMORY);
    }

    private static boolean isLarge(MessageSummary message) {
        return message.size() > InFlightLimit.IN_MEMORY;
    }
}
