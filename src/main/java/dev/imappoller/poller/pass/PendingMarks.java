package dev.imappoller.poller.pass;

import dev.imappoller.poller.pass.InFlight.Stage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides when messages that have their final answer are marked as seen. They are marked in batches, since each command costs a round trip.
 * They are marked soon, since a message that is answered and not marked would be delivered twice if the process were killed.
 */
final class PendingMarks {
    /** The most messages of a pass that may be answered and not yet known to be marked. */
    static final int MOST = 25;

    /** The most batches that are being marked at the same time. While one is being marked, the messages of the next can be posted. */
    private static final int BATCHES_UNDER_WAY = 2;

    /**
     * If no more may be posted, this is how long to wait for the answers to posts under way before marking. Nearby web apps have all
     * answered by then.
     */
    private static final Duration MOMENT = Duration.ofMillis(5);

    /** How long an answered message waits for others. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Flights flights;
    private OptionalLong fullSince = OptionalLong.empty();
    private int batches;

    PendingMarks(Flights flights) {
        this.flights = flights;
    }

    /**
     * Whether messages are to be marked now; not if it is better to wait.
     *
     * @param hurry whether nothing else is going to be answered soon
     * @param now as {@link System#nanoTime()}
     */
    boolean isDue(boolean hurry, long now) {
        int posting = flights.count(Stage.POSTING);
        boolean full = flights.answeredAndNotMarked() + posting >= MOST;
        fullSince = full ? OptionalLong.of(fullSince.orElse(now)) : OptionalLong.empty();
        boolean due = full && posting == 0 || hurry || untilDue(now).isZero();
        return due && flights.count(Stage.ANSWERED) > 0 && batchesUnderWay() < BATCHES_UNDER_WAY;
    }

    /** The messages that are answered, which count as being marked then. */
    List<Long> begin() {
        batches++;
        List<InFlight> batch = flights.list(Stage.ANSWERED);
        batch.forEach(flight -> {
            flight.markedWith(batches);
            flights.move(flight, Stage.BEING_MARKED);
        });
        return batch.stream().map(InFlight::uid).toList();
    }

    /** The time until a message has waited for too long; the longest wait if none is waiting. */
    Duration untilDue(long now) {
        return flights.first(Stage.ANSWERED)
                .map(first -> untilDue(first.answeredAt(), now))
                .orElse(LONGEST);
    }

    private Duration untilDue(long since, long now) {
        Duration left = LONGEST.minusNanos(now - since);
        if (fullSince.isPresent() && flights.count(Stage.BEING_MARKED) == 0) {
            Duration moment = MOMENT.minusNanos(now - fullSince.getAsLong());
            left = moment.compareTo(left) < 0 ? moment : left;
        }
        return left.isNegative() ? Duration.ZERO : left;
    }

    private long batchesUnderWay() {
        return flights.stream(Stage.BEING_MARKED)
                .mapToInt(InFlight::batch)
                .distinct()
                .count();
    }
}
