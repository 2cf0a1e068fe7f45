package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.pass.InFlight.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Batches are as large as they may be where the web app is near, and don't wait for it where it is not. */
class PendingMarksTest {
    private static final long MS = 1_000_000;

    private final Flights flights = new Flights();
    private final PendingMarks marks = new PendingMarks(flights);

    @Test
    void waitsForTheAnswersThatComeAtOnce() {
        posting(1, 25);
        answered(1, 17, 0);

        assertThat(marks.isDue(false, 0)).isFalse();
        assertThat(marks.untilDue(0)).isEqualTo(Duration.ofMillis(5));

        answered(18, 25, 2 * MS);
        assertThat(marks.isDue(false, 2 * MS)).isTrue();
        assertThat(marks.begin()).hasSize(25);
    }

    @Test
    void doesNotWaitForThoseThatTakeLonger() {
        posting(1, 25);
        answered(1, 17, 0);
        assertThat(marks.isDue(false, 0)).isFalse();
        assertThat(marks.isDue(false, 4 * MS)).isFalse();

        assertThat(marks.isDue(false, 5 * MS)).isTrue();
        assertThat(marks.begin()).hasSize(17);
    }

    @Test
    void whatIsAnsweredMeanwhileIsASecondBatchAndNoThird() {
        posting(1, 30);
        answered(1, 10, 0);
        List<Long> first = marks.begin();
        answered(11, 20, 0);
        assertThat(marks.isDue(false, 100 * MS)).as("more are still posted").isFalse();
        answered(21, 30, 100 * MS);

        assertThat(marks.isDue(false, 100 * MS)).isTrue();
        assertThat(marks.begin()).hasSize(20);
        posting(31, 35);
        answered(31, 35, 100 * MS);
        assertThat(marks.isDue(true, 200 * MS)).isFalse();

        first.forEach(uid -> flights.end(flight(uid), End.MARKED));
        assertThat(marks.isDue(true, 200 * MS)).isTrue();
        assertThat(marks.begin()).hasSize(5);
    }

    @Test
    void nothingWaitsForLong() {
        posting(1, 8);
        answered(1, 3, 0);
        assertThat(marks.isDue(false, 999 * MS)).isFalse();

        assertThat(marks.isDue(false, 1000 * MS)).isTrue();
        assertThat(marks.begin()).containsExactly(1L, 2L, 3L);
    }

    private void posting(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(uid -> {
            flights.plan(new MessageSummary(uid, 1, Optional.empty(), false), DeliveryOrder.NEW);
            flights.move(flight(uid), Stage.POSTING);
        });
    }

    private void answered(long from, long to, long now) {
        LongStream.rangeClosed(from, to).forEach(uid -> {
            flight(uid).answered(now);
            flights.move(flight(uid), Stage.ANSWERED);
        });
    }

    private InFlight flight(long uid) {
        return flights.find(uid).orElseThrow();
    }
}
