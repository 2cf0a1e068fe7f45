package dev.imappoller.poller.item;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How many messages of a poller were delivered in each of the last 24 hours, for people to look at: passes that overlap
 * may leave one another's out.
 *
 * @param until when the last of these hours ends, a full hour (UTC)
 * @param perHour 24 numbers, the oldest hour first, each 0 or more
 */
public record RecentDeliveries(Instant until, List<Integer> perHour) {
    public static final int HOURS = 24;

    private static final Duration HOUR = Duration.ofHours(1);

    /** Nothing was delivered yet. */
    public static final RecentDeliveries NONE = nothing(Instant.EPOCH);

    public RecentDeliveries {
        perHour = List.copyOf(perHour);
        if (!areHours(until, perHour)) {
            throw new IllegalArgumentException("needs 24 numbers from 0 up, and a full hour");
        }
    }

    /** What stands in an item; empty where that is not as it was written. */
    static Optional<RecentDeliveries> read(Attributes written) {
        List<Integer> perHour = written.numbers(ItemAttribute.PER_HOUR);
        return written.text(ItemAttribute.UNTIL)
                .flatMap(RecentDeliveries::instant)
                .filter(until -> areHours(until, perHour))
                .map(until -> new RecentDeliveries(until, perHour));
    }

    /** The 24 hours up to the one that a time lies in; a time before them changes nothing. */
    public RecentDeliveries at(Instant time) {
        Instant end = endOfHour(time);
        long over = Duration.between(until, end).toHours();
        if (over >= HOURS || over <= -HOURS) { // Long ago, or a clock was set back.
            return nothing(end);
        }
        if (over <= 0) {
            return this;
        }
        List<Integer> hours = new ArrayList<>(perHour.subList((int) over, HOURS));
        hours.addAll(Collections.nCopies((int) over, 0));
        return new RecentDeliveries(end, hours);
    }

    /** These and some that were delivered at a time. */
    public RecentDeliveries plus(Instant time, int delivered) {
        RecentDeliveries rolled = at(time);
        int hoursBack = (int) Duration.between(endOfHour(time), rolled.until).toHours();
        int hour = HOURS - 1 - hoursBack;
        List<Integer> hours = new ArrayList<>(rolled.perHour);
        hours.set(hour, (int) Math.min((long) hours.get(hour) + delivered, Integer.MAX_VALUE));
        return new RecentDeliveries(rolled.until, hours);
    }

    /** All of the 24 hours together. */
    public long sum() {
        return perHour.stream().mapToLong(Integer::longValue).sum();
    }

    private static RecentDeliveries nothing(Instant until) {
        return new RecentDeliveries(until, Collections.nCopies(HOURS, 0));
    }

    private static boolean areHours(Instant until, List<Integer> perHour) {
        return perHour.size() == HOURS
                && perHour.stream().allMatch(number -> number >= 0)
                && until.equals(until.truncatedTo(ChronoUnit.HOURS));
    }

    private static Instant endOfHour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
