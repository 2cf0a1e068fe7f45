package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void aPollerThatWasNeverPolledIsDue() {
        assertThat(Due.isDue(entry(Duration.ofHours(1), Optional.empty()), NOW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M, PT1M, true",
        "PT1M, PT58S, true", // A tick that comes a little early is not missed.
        "PT1M, PT20S, false",
        "PT15M, PT14M, false",
        "PT15M, PT14M45S, true",
        "PT0S, PT0S, true",
        "PT15M, -PT1S, true", // The clock was set back.
    })
    void isDueWhenItsIntervalHasPassed(Duration interval, Duration since, boolean due) {
        assertThat(Due.isDue(entry(interval, Optional.of(NOW.minus(since))), NOW))
                .isEqualTo(due);
    }

    private static PollerEntry entry(Duration interval, Optional<Instant> lastPollAt) {
        return new PollerEntry(
                "p",
                true,
                interval,
                new PollerEntry.Config.Invalid(List.of()),
                new PollerState(lastPollAt, 0, Optional.empty(), OptionalInt.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
