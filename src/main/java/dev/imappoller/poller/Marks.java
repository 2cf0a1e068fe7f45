package dev.imappoller.poller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The messages that have their final answer and are not yet marked as seen. They are marked in batches, since each costs a round
 * trip, and soon, since they are what a killed process would deliver twice.
 */
final class Marks {
    /** The most messages of a pass that may be answered and not yet known to be marked. */
    static final int MOST = 25;

    /** While one is being marked, the rest of {@link #MOST} can be posted. */
    private static final int BATCHES_UNDER_WAY = 2;

    /** Where no more may be posted, so long the answers to what is being posted are waited for: web apps that are near give them all by then. */
    private static final Duration MOMENT = Duration.ofMillis(5);

    /** How long an answered message waits for others. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Set<Long> waiting = new LinkedHashSet<>();
    private final List<Set<Long>> underWay = new ArrayList<>();
    private long since;
    private OptionalLong fullSince = OptionalLong.empty();

    /** @param now as {@link System#nanoTime()} */
    void answered(long uid, long now) {
        if (waiting.isEmpty()) {
            since = now;
        }
        waiting.add(uid);
    }

    /** How many are answered and not known to be marked. */
    int size() {
        return waiting.size() + underWay.stream().mapToInt(Set::size).sum();
    }

    /** Those that the server is to mark. */
    Set<Long> underWay() {
        Set<Long> all = new LinkedHashSet<>();
        underWay.forEach(all::addAll);
        return all;
    }

    /** Those that the server was not yet told of. */
    List<Long> waiting() {
        return List.copyOf(waiting);
    }

    /** All that are answered and not known to be marked, which are not waited for any more. */
    List<Long> giveUp() {
        List<Long> all = new ArrayList<>();
        underWay.forEach(all::addAll);
        all.addAll(waiting);
        underWay.clear();
        waiting.clear();
        return all;
    }

    /**
     * The messages to be marked now, which then count as under way; none if it is better to wait.
     *
     * @param hurry whether nothing else is going to be answered soon
     * @param posting how many posts are under way
     */
    List<Long> due(boolean hurry, int posting, long now) {
        boolean full = size() + posting >= MOST;
        fullSince = full ? OptionalLong.of(fullSince.orElse(now)) : OptionalLong.empty();
        boolean ended = full && posting == 0;
        boolean due = ended || hurry || untilDue(now).isZero();
        if (waiting.isEmpty() || !due || underWay.size() >= BATCHES_UNDER_WAY) {
            return List.of();
        }
        List<Long> batch = List.copyOf(waiting);
        waiting.clear();
        underWay.add(new LinkedHashSet<>(batch));
        return batch;
    }

    /** The time until something waits for too long; as long as it may wait where nothing does. */
    Duration untilDue(long now) {
        if (waiting.isEmpty()) {
            return LONGEST;
        }
        Duration left = LONGEST.minusNanos(now - since);
        if (fullSince.isPresent() && underWay.isEmpty()) {
            Duration moment = MOMENT.minusNanos(now - fullSince.getAsLong());
            left = moment.compareTo(left) < 0 ? moment : left;
        }
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A batch, or a part of one, is marked or refused. */
    void ended(Collection<Long> uids) {
        underWay.forEach(batch -> uids.forEach(batch::remove));
        underWay.removeIf(Set::isEmpty);
    }
}
