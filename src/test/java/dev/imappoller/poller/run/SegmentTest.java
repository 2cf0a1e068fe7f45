package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTest {
    @Test
    void countsFromZero() {
        assertThat(Segment.allOf(3)).containsExactly(new Segment(0, 3), new Segment(1, 3), new Segment(2, 3));
        assertThat(Segment.allOf(1)).containsExactly(Segment.ALL);
        assertThat(Segment.find(2, 3)).contains(new Segment(2, 3));
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "-1, 3", "0, 0", "0, -1", "0, 1000001"})
    void hasNoOthers(int number, int of) {
        assertThat(Segment.find(number, of)).isEmpty();
        assertThatThrownBy(() -> new Segment(number, of))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment " + number + " of " + of);
    }
}
