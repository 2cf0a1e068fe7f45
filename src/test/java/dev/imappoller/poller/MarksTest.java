package dev.imappoller.poller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Batches are as large as they may be where the web app is near, and don't wait for it where it is not. */
class MarksTest {
    private static final long MS = 1_000_000;

    private final Marks marks = new Marks();

    @Test
    void waitsForTheAnswersThatComeAtOnce() {
        answered(1, 17, 0);

        assertThat(marks.due(false, 8, 0)).isEmpty();
        assertThat(marks.untilDue(0)).isEqualTo(Duration.ofMillis(5));

        answered(18, 25, 2 * MS);
        assertThat(marks.due(false, 0, 2 * MS)).hasSize(25);
    }

    @Test
    void doesNotWaitForThoseThatTakeLonger() {
        answered(1, 17, 0);
        assertThat(marks.due(false, 8, 0)).isEmpty();
        assertThat(marks.due(false, 8, 4 * MS)).isEmpty();

        assertThat(marks.due(false, 8, 5 * MS)).hasSize(17);
    }

    @Test
    void whatIsAnsweredMeanwhileIsASecondBatchAndNoThird() {
        answered(1, 10, 0);
        List<Long> first = marks.due(true, 8, 0);
        answered(11, 20, 0);
        assertThat(marks.due(false, 5, 100 * MS)).as("more are still posted").isEmpty();
        answered(21, 25, 100 * MS);

        assertThat(marks.due(false, 0, 100 * MS)).hasSize(15);
        answered(26, 30, 100 * MS);
        assertThat(marks.due(true, 0, 200 * MS)).isEmpty();

        marks.ended(first);
        assertThat(marks.due(true, 0, 200 * MS)).hasSize(5);
    }

    @Test
    void nothingWaitsForLong() {
        answered(1, 3, 0);
        assertThat(marks.due(false, 8, 999 * MS)).isEmpty();

        assertThat(marks.due(false, 8, 1000 * MS)).hasSize(3);
    }

    private void answered(long from, long to, long now) {
        LongStream.rangeClosed(from, to).forEach(uid -> marks.answered(uid, now));
    }
}
