package dev.imappoller.poller;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where each message is that a pass has begun: the one place that tells what was under way when the pass broke off. */
final class InFlight {
    private final Map<Long, Flight> flights = new LinkedHashMap<>();
    private final Set<Long> refused = new LinkedHashSet<>();

    /** How far a message has come. */
    enum Stage {
        /** The server is to send it. */
        ASKED,
        /** It is here. */
        ARRIVED,
        /** The server is asked whether it is still unseen. */
        LOOKED_AT,
        /** It is being decoded and posted. */
        POSTING
    }

    private record Flight(Planned planned, Stage stage) {}

    void asked(Planned planned) {
        flights.put(planned.uid(), new Flight(planned, Stage.ASKED));
    }

    /** A message that is not done with has come to this stage. */
    void at(long uid, Stage stage) {
        if (stage == Stage.ARRIVED) {
            refused.clear();
        }
        flights.computeIfPresent(uid, (any, before) -> new Flight(before.planned(), stage));
    }

    /** The server could not hand a message over. If nothing comes behind it any more, that may be why. */
    void refused(long uid) {
        refused.add(uid);
    }

    /** A message is done with, however it ended. */
    void ended(long uid) {
        flights.remove(uid);
    }

    /** When a message that is under way has its turn. */
    Optional<Turn> turn(long uid) {
        return Optional.ofNullable(flights.get(uid))
                .map(flight -> flight.planned().turn());
    }

    /** The messages at a stage, in the order in which they were asked for. */
    Set<Long> at(Stage stage) {
        return flights.entrySet().stream()
                .filter(entry -> entry.getValue().stage() == stage)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    int count(Stage stage) {
        return (int) flights.values().stream()
                .filter(flight -> flight.stage() == stage)
                .count();
    }

    /** The messages that the server has to answer for, the likeliest first; one of them may be why it went away. */
    Set<Long> awaited() {
        Set<Long> awaited = new LinkedHashSet<>(refused);
        awaited.addAll(at(Stage.ASKED));
        awaited.addAll(at(Stage.LOOKED_AT));
        return awaited;
    }

    /** Whether a message of this turn may be asked for: not while one of an earlier turn is still to come, or the others take long. */
    boolean isTurn(Turn turn) {
        return flights.values().stream()
                .noneMatch(flight -> flight.planned().turn() == Turn.ALONE
                        || flight.planned().turn().compareTo(turn) < 0
                                && (flight.stage() == Stage.ASKED || turn == Turn.SILENT));
    }

    /** Whether all messages have arrived and none is being posted. */
    boolean isOnlyHere() {
        return flights.values().stream().allMatch(flight -> flight.stage() == Stage.ARRIVED);
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }
}
