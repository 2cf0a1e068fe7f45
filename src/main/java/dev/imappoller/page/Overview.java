package dev.imappoller.page;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.RecentDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All pollers at a time: sums over every one of them, and a row for each that there is room for.
 *
 * @param asOf the time, in UTC
 * @param lastRun when any of them was polled last
 * @param trouble pollers that something has to be done about
 * @param unread messages that wait, as far as is known
 * @param delivered in the last 24 hours
 * @param rows those that need attention first
 * @param notes what the page does not show, and what else is to be said
 */
record Overview(
        String asOf,
        DisplayTime lastRun,
        String pollers,
        int trouble,
        String unread,
        String delivered,
        HourlyChart bars,
        List<PollerRow> rows,
        List<String> notes) {
    /** On top of twice the shortest interval. */
    private static final Duration SILENCE = Duration.ofMinutes(15);

    Overview {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** @param mostRows how many rows there is room for */
    static Overview of(Collection<PollerEntry> entries, int mostRows, Instant now) {
        Optional<Instant> lastRun = entries.stream()
                .flatMap(entry -> entry.state().lastPollAt().stream())
                .max(Instant::compareTo);
        List<PollerRow> rows = entries.stream()
                .map(entry -> PollerRow.of(entry, lastRun.orElse(now), now))
                .sorted(PollerRow.ORDER)
                .toList();
        List<Long> perHour = perHour(entries, now);
        List<String> notes = new ArrayList<>();
        silence(entries, lastRun.orElse(null), now).ifPresent(notes::add);
        if (rows.size() > mostRows) {
            notes.add(PageFormat.count(rows.size() - mostRows, "more poller")
                    + " left out, which need attention less; the sums" + " count them. The Pollers table has all.");
        }
        return new Overview(
                DisplayTime.inFull(now),
                DisplayTime.of(lastRun.orElse(null), now),
                PageFormat.number(rows.size()),
                (int) rows.stream().filter(row -> row.attention().isTrouble()).count(),
                PageFormat.number(entries.stream()
                        .filter(PollerEntry::enabled)
                        .mapToLong(entry -> entry.state().unread().orElse(0))
                        .sum()),
                PageFormat.number(perHour.stream().mapToLong(Long::longValue).sum()),
                HourlyChart.of(perHour),
                rows.subList(0, Math.min(mostRows, rows.size())),
                notes);
    }

    /** The same with other rows, and more to say. */
    Overview with(List<PollerRow> otherRows, List<String> moreNotes) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(moreNotes);
        return new Overview(asOf, lastRun, pollers, trouble, unread, delivered, bars, otherRows, all);
    }

    private static List<Long> perHour(Collection<PollerEntry> entries, Instant now) {
        List<Long> sums = new ArrayList<>(Collections.nCopies(RecentDeliveries.HOURS, 0L));
        for (PollerEntry entry : entries) {
            List<Integer> hours = entry.state().recentDeliveries().at(now).perHour();
            for (int hour = 0; hour < RecentDeliveries.HOURS; hour++) {
                sums.set(hour, sums.get(hour) + hours.get(hour));
            }
        }
        return sums;
    }

    /** If runs have stopped, the pollers' items still look fine. So the page says it. */
    private static Optional<String> silence(Collection<PollerEntry> entries, @Nullable Instant lastRun, Instant now) {
        Duration shortest = entries.stream()
                .filter(PollerEntry::enabled)
                .map(PollerEntry::interval)
                .min(Duration::compareTo)
                .orElse(Duration.ofDays(365));
        Predicate<Instant> longAgo =
                time -> time.plus(shortest.multipliedBy(2)).plus(SILENCE).isBefore(now);
        return Optional.ofNullable(lastRun)
                .filter(longAgo)
                .map(time -> "Nothing was polled since "
                        + DisplayTime.of(time, now).ago() + ". Unless the schedule ticks less"
                        + " often than that, look at the poll function and its schedule.");
    }
}
