package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HourlyChartTest {
    @Test
    void theHighestIsAsHighAsTheImageAndNoneIsTooLowToBeSeen() {
        assertThat(HourlyChart.of(List.of(0L, 1L, 500L, 1000L)).path())
                .isEqualTo("M3 17v-2h2v2zM6 17v-9h2v9zM9 17v-17h2v17z");
    }

    @Test
    void saysTheSameInWords() {
        assertThat(HourlyChart.of(List.of(0L, 1L, 500L, 1000L)).text())
                .isEqualTo("1,501 delivered in the last 24 hours, at most 1,000 in one");
    }

    @Test
    void hugeNumbersStayInside() {
        assertThat(HourlyChart.of(List.of(1L, Long.MAX_VALUE / 2)).path()).isEqualTo("M0 17v-2h2v2zM3 17v-17h2v17z");
    }
}
