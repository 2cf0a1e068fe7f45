package dev.imappoller.poller.operation;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.status.TableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some of the messages of a poller that did not get through, the newest first.
 *
 * @param counts how many there are in all, page or not
 * @param next where the next page begins, as {@link Place#toString} writes it; empty on the last one
 */
public record FailingMessages(List<Ledger.Entry> entries, Map<State, Integer> counts, Optional<String> next) {
    /** Each takes a few KB at the most, so this many fit into Lambda's limit of 6 MB for an answer. */
    static final int MOST = 300;

    public FailingMessages {
        entries = List.copyOf(entries);
        counts = Map.copyOf(counts);
    }

    /** How many messages there are of a state, or of several. */
    public int count(State... states) {
        int sum = 0;
        for (State state : states) {
            sum += counts.getOrDefault(state, 0);
        }
        return sum;
    }

    /**
     * A record's place among all of a poller.
     *
     * @param at when the message was tried last
     */
    public record Place(Instant at, long uidValidity, long uid, State state) {
        private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::at)
                .thenComparingLong(Place::uidValidity)
                .thenComparingLong(Place::uid)
                .reversed()
                .thenComparing(Place::state);

        static Place of(Ledger.Entry entry) {
            LedgerRecord record = entry.record();
            return new Place(record.lastAttemptAt(), entry.uidValidity(), record.uid(), record.state());
        }

        /** What {@link #toString} has written; empty for anything else. */
        public static Optional<Place> parse(String text) {
            List<String> parts = Characters.split(text, '/');
            try {
                return parts.size() == 4
                        ? Optional.of(new Place(
                                Instant.parse(parts.get(0)),
                                Long.parseLong(parts.get(1)),
                                Long.parseLong(parts.get(2)),
                                State.valueOf(parts.get(3))))
                        : Optional.empty();
            } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return at + "/" + uidValidity + "/" + uid + "/" + state;
        }
    }

    /**
     * Reads a page.
     *
     * @param after the last one of the page before, if there is one
     * @throws TableException if the table can't be read
     */
    static FailingMessages read(Ledger ledger, String pollerId, Predicate<LedgerRecord> wanted, @Nullable Place after) {
        Comparator<Ledger.Entry> order = Comparator.comparing(Place::of, Place.NEWEST_FIRST);
        TreeSet<Ledger.Entry> newest = new TreeSet<>(order); // No more in memory than a page, however many there are.
        Map<State, Integer> counts = new EnumMap<>(State.class);
        boolean[] more = {false};
        ledger.forEach(pollerId, entry -> {
            counts.merge(entry.record().state(), 1, Integer::sum);
            boolean behind = after == null || Place.NEWEST_FIRST.compare(Place.of(entry), after) > 0;
            if (behind && wanted.test(entry.record())) {
                newest.add(entry);
                if (newest.size() > MOST) {
                    newest.pollLast();
                    more[0] = true;
                }
            }
        });
        Optional<String> next = more[0] ? Optional.of(Place.of(newest.last()).toString()) : Optional.empty();
        return new FailingMessages(List.copyOf(newest), counts, next);
    }
}
