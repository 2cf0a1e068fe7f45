package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.pass.InFlight.Stage;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where each message of a pass is: the one place that knows. */
final class Flights {
    private final Map<Long, InFlight> all = new HashMap<>();
    private final Map<Stage, TreeSet<InFlight>> stages = new EnumMap<>(Stage.class);
    private final Map<DeliveryOrder, Integer> askedFor = new EnumMap<>(DeliveryOrder.class);
    private final Map<DeliveryOrder, Integer> underWay = new EnumMap<>(DeliveryOrder.class);
    private final Set<Long> refused = new LinkedHashSet<>();
    private long places;
    private int connection;

    Flights() {
        for (Stage stage : Stage.values()) {
            stages.put(stage, new TreeSet<>(Comparator.comparingLong(InFlight::place)));
        }
    }

    /** What is planned from now on goes over another connection. */
    void beginConnection() {
        connection++;
    }

    /** A message waits for its turn, behind those that wait already. */
    void plan(MessageSummary message, DeliveryOrder turn) {
        InFlight flight = new InFlight(message, turn, connection);
        Optional.ofNullable(all.put(message.uid(), flight)).ifPresent(before -> {
            if (before.stage() != Stage.ENDED) {
                throw new IllegalStateException(before + " is planned once more");
            }
            at(Stage.ENDED).remove(before); // Over the connection before.
        });
        flight.at(Stage.WAITING, places++);
        at(Stage.WAITING).add(flight);
    }

    /** Where a message is; empty for one that this pass has nothing to do with. */
    Optional<InFlight> find(long uid) {
        return Optional.ofNullable(all.get(uid));
    }

    /** A message has come to a stage, behind those that are there. */
    void move(InFlight flight, Stage next) {
        move(flight, next, places++);
    }

    /** The server is asked whether a message that is here is still unseen; it keeps its place. */
    void checkUnseen(InFlight flight) {
        move(flight, Stage.LOOKED_AT, flight.place());
    }

    /** A message that was looked at is where it was, in its old place. */
    void putBack(InFlight flight) {
        move(flight, Stage.ARRIVED, flight.place());
    }

    private void move(InFlight flight, Stage next, long place) {
        at(flight.stage()).remove(flight);
        count(flight, -1);
        flight.at(next, place);
        at(next).add(flight);
        count(flight, 1);
        if (next == Stage.ARRIVED) {
            refused.clear();
        }
    }

    private void count(InFlight flight, int more) {
        if (flight.stage() == Stage.ASKED_FOR) {
            askedFor.merge(flight.turn(), more, Integer::sum);
        }
        if (isUnderWay(flight.stage())) {
            underWay.merge(flight.turn(), more, Integer::sum);
        }
    }

    /** The pass is done with a message. */
    void end(InFlight flight, End how) {
        flight.ended(how);
        move(flight, Stage.ENDED);
    }

    /** The server could not hand a message over. If nothing comes behind it any more, that may be why. */
    void refused(InFlight flight) {
        refused.add(flight.uid());
    }

    /** The messages at a stage, in their order. */
    List<InFlight> list(Stage stage) {
        return List.copyOf(at(stage));
    }

    /** The same, to be looked through before any of them goes on. */
    Stream<InFlight> stream(Stage stage) {
        return at(stage).stream();
    }

    /** The UIDs of those at some stages, one stage after the other. */
    Set<Long> uids(Stage... some) {
        return Stream.of(some)
                .flatMap(stage -> at(stage).stream())
                .map(InFlight::uid)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The first message at a stage. */
    Optional<InFlight> first(Stage stage) {
        return at(stage).isEmpty() ? Optional.empty() : Optional.of(at(stage).first());
    }

    int count(Stage stage) {
        return at(stage).size();
    }

    /** How many have their final answer and are not known to be marked. */
    int answeredAndNotMarked() {
        return count(Stage.ANSWERED) + count(Stage.BEING_MARKED);
    }

    /** The messages that the server has to answer for, the likeliest first; one of them may be why it went away. */
    Set<Long> awaitedOfTheServer() {
        Set<Long> awaited = new LinkedHashSet<>(refused);
        awaited.addAll(uids(Stage.ASKED_FOR, Stage.LOOKED_AT, Stage.BEING_MARKED));
        return awaited;
    }

    /** Those of them that it is to hand over, or to look at. */
    Set<Long> awaitedAsUnseen() {
        Set<Long> awaited = new LinkedHashSet<>(refused);
        awaited.addAll(uids(Stage.ASKED_FOR, Stage.LOOKED_AT));
        return awaited;
    }

    /** How many are asked for and neither posted nor given up. */
    int underWay() {
        return underWay.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether a message of this turn may be asked for: not while one of an earlier turn is still to come, or the others take long. */
    boolean isTurn(DeliveryOrder turn) {
        if (underWay.getOrDefault(DeliveryOrder.ALONE, 0) > 0) {
            return false;
        }
        Map<DeliveryOrder, Integer> before = turn == DeliveryOrder.SILENT ? underWay : askedFor;
        return before.entrySet().stream()
                .noneMatch(entry -> entry.getKey().compareTo(turn) < 0 && entry.getValue() > 0);
    }

    /** Whether all messages that are under way have arrived and none is being posted. */
    boolean isOnlyHere() {
        return underWay() == count(Stage.ARRIVED);
    }

    /** Messages that came over the connection that is open, and have no final answer. */
    Set<Long> undelivered() {
        return Stream.concat(
                        at(Stage.ENDED).stream().filter(flight -> flight.end() == End.NOT_DELIVERED),
                        at(Stage.ARRIVED).stream())
                .filter(flight -> flight.connection() == connection)
                .map(InFlight::uid)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those that the pass has not done with. */
    Collection<InFlight> notEnded() {
        return all.values().stream()
                .filter(flight -> flight.stage() != Stage.ENDED)
                .sorted(Comparator.comparingLong(InFlight::place))
                .toList();
    }

    private static boolean isUnderWay(Stage stage) {
        return switch (stage) {
            case ASKED_FOR, ARRIVED, LOOKED_AT, POSTING -> true;
            case WAITING, ANSWERED, BEING_MARKED, ENDED -> false;
        };
    }

    private NavigableSet<InFlight> at(Stage stage) {
        return Optional.ofNullable(stages.get(stage)).orElseThrow();
    }

    /** Takes up news of a message that is where it is to be; of any other there are none. */
    void with(long uid, Stage stage, Consumer<InFlight> then) {
        find(uid).filter(flight -> flight.stage() == stage).ifPresent(then);
    }
}
