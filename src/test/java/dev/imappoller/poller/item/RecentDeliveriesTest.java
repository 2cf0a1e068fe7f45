package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecentDeliveriesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:20:30Z");
    private static final Instant END_OF_HOUR = Instant.parse("2026-03-01T11:00:00Z");

    @Test
    void countsWhatIsDeliveredInItsHour() {
        RecentDeliveries recent = RecentDeliveries.NONE
                .plus(NOW.minus(Duration.ofHours(2)), 3)
                .plus(NOW, 4)
                .plus(NOW.plusSeconds(60), 5);

        assertThat(recent.until()).isEqualTo(END_OF_HOUR);
        assertThat(recent.perHour()).isEqualTo(hours(3, 0, 9));
        assertThat(recent.sum()).isEqualTo(12);
    }

    @Test
    void forgetsWhatIsOlderThanADay() {
        RecentDeliveries recent = RecentDeliveries.NONE.plus(NOW, 7);

        assertThat(recent.at(NOW.plus(Duration.ofHours(23))).perHour())
                .startsWith(7, 0)
                .endsWith(0);
        assertThat(recent.at(NOW.plus(Duration.ofHours(24))).sum()).isZero();
        assertThat(recent.at(NOW.plus(Duration.ofDays(400))).until()).isEqualTo(END_OF_HOUR.plus(Duration.ofDays(400)));
    }

    @Test
    void aFullHourBeginsTheNext() {
        assertThat(RecentDeliveries.NONE.plus(END_OF_HOUR, 1).until()).isEqualTo(END_OF_HOUR.plusSeconds(3600));
    }

    @Test
    void countsAPassOfAnEarlierRunWhereItBelongs() {
        RecentDeliveries recent = RecentDeliveries.NONE.plus(END_OF_HOUR.plusSeconds(5), 2);

        assertThat(recent.plus(NOW, 3).perHour()).isEqualTo(hours(3, 2));
    }

    @Test
    void beginsAfreshWhereItsTimeIsADayAhead() {
        RecentDeliveries ahead = RecentDeliveries.NONE.plus(NOW.plus(Duration.ofDays(3)), 9);

        assertThat(ahead.plus(NOW, 1)).isEqualTo(RecentDeliveries.NONE.plus(NOW, 1));
    }

    @Test
    void neverRunsOver() {
        RecentDeliveries full = RecentDeliveries.NONE.plus(NOW, Integer.MAX_VALUE);

        assertThat(full.plus(NOW, 1)).isEqualTo(full);
    }

    @Test
    void isReadFromAnItem() {
        Map<String, Object> written =
                Map.of("until", "2026-03-01T11:00:00Z", "perHour", numbers(Collections.nCopies(24, 2)));

        assertThat(read(written)).isEqualTo(new RecentDeliveries(END_OF_HOUR, Collections.nCopies(24, 2)));
    }

    static List<Object> damaged() {
        List<BigDecimal> sound = numbers(Collections.nCopies(24, 2));
        return List.of(
                "yesterday",
                List.of(),
                Map.of(),
                Map.of("until", "2026-03-01T11:00:00Z"),
                Map.of("perHour", sound),
                Map.of("until", "2026-03-01T11:17:00Z", "perHour", sound),
                Map.of("until", "soon", "perHour", sound),
                Map.of("until", 11, "perHour", sound),
                Map.of("until", "2026-03-01T11:00:00Z", "perHour", sound.subList(0, 23)),
                Map.of("until", "2026-03-01T11:00:00Z", "perHour", numbers(Collections.nCopies(24, -1))),
                Map.of("until", "2026-03-01T11:00:00Z", "perHour", Collections.nCopies(24, "2")),
                Map.of("until", "2026-03-01T11:00:00Z", "perHour", Collections.nCopies(24, new BigDecimal("0.5"))),
                Map.of("until", "2026-03-01T11:00:00Z", "perHour", Collections.nCopies(24, new BigDecimal("1E+99"))));
    }

    @ParameterizedTest
    @MethodSource
    void damaged(Object written) {
        assertThat(read(written)).isEqualTo(RecentDeliveries.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:00:00Z", "-1000000000-01-01T00:00:00Z"})
    void survivesTimesThatNoClockShows(String until) {
        Object written = Map.of("until", until, "perHour", numbers(Collections.nCopies(24, 2)));

        assertThat(read(written).plus(NOW, 1)).isEqualTo(RecentDeliveries.NONE.plus(NOW, 1));
    }

    @Test
    void holdsADayInFullHours() {
        assertThatThrownBy(() -> new RecentDeliveries(END_OF_HOUR, List.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecentDeliveries(NOW, hours(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static RecentDeliveries read(Object written) {
        Map<String, Object> item = Pollers.item();
        item.put("recentDeliveries", written);
        PollerEntry entry = PollerItem.read("support", item);
        assertThat(entry.config()).isInstanceOf(PollerEntry.Config.Valid.class);
        return entry.state().recentDeliveries();
    }

    private static List<BigDecimal> numbers(List<Integer> numbers) {
        return numbers.stream().map(BigDecimal::valueOf).toList();
    }

    /** The latest hours of a day, nothing before them. */
    private static List<Integer> hours(int... latest) {
        List<Integer> hours = new ArrayList<>(Collections.nCopies(24 - latest.length, 0));
        IntStream.of(latest).forEach(hours::add);
        return hours;
    }
}
