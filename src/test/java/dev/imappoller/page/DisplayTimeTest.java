package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTimeTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:21:40Z");

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T14:21:40.9Z, in 0 s, 14:21:40",
        "2026-03-02T14:21:00.123Z, 39 s ago, 14:21:00",
        "2026-03-02T14:19:00Z, 2 min ago, 14:19:00",
        "2026-03-02T00:00:00Z, 14 h ago, 00:00:00",
        "2026-03-01T23:59:59Z, 14 h ago, 1 Mar 2026 23:59",
        "2026-02-28T14:21:40Z, 2 days ago, 28 Feb 2026 14:21",
        "2026-03-02T14:33:50Z, in 12 min, 14:33:50",
    })
    void isReadTwice(Instant time, String ago, String utc) {
        DisplayTime moment = DisplayTime.of(time, NOW);

        assertThat(moment.ago()).isEqualTo(ago);
        assertThat(moment.utc()).isEqualTo(utc);
        assertThat(Instant.parse(moment.iso())).isBetween(time.minusSeconds(1), time);
    }

    @Test
    void neverIsNoTime() {
        assertThat(DisplayTime.of(null, NOW)).isEqualTo(new DisplayTime("", "never", ""));
    }
}
