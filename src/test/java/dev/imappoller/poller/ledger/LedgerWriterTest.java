package dev.imappoller.poller.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Changes are written together, those that others wait for at once, and none that another pass may have made since. */
class LedgerWriterTest {
    private final LedgerWriter writer = new LedgerWriter(OptionalLong.of(7));

    @Test
    void waitsForOthers() {
        put(1, 24);
        assertThat(writer.next(true)).isEmpty();
        assertThat(writer.isSettled(false)).isTrue();

        put(25, 30);
        assertThat(writer.next(true)).hasSize(25);
        assertThat(writer.isSettled(false)).isFalse();

        writer.written();
        assertThat(writer.next(true)).isEmpty();
        assertThat(writer.isWaiting(1)).isFalse();
        assertThat(writer.isWaiting(30)).isTrue();
    }

    @Test
    void whatIsUrgentTakesAllAlong() {
        put(1, 3);
        writer.putNow(List.of(record(4, State.DEFERRED)));
        assertThat(writer.isSettled(false)).isFalse();

        assertThat(writer.next(true)).hasSize(4);
        assertThat(writer.next(true)).as("one request at a time").isEmpty();

        writer.written();
        assertThat(writer.isSettled(false)).isTrue();
    }

    @Test
    void whatChangedMeanwhileIsWrittenOnceMore() {
        writer.putNow(List.of(record(1, State.DEFERRED)));
        writer.next(true);
        writer.remove(1);
        writer.written();

        assertThat(writer.isSettled(false)).isFalse();
        assertThat(writer.next(true))
                .singleElement()
                .matches(change -> change.record().isEmpty());
    }

    @Test
    void aTableInTroubleHoldsUpNothingAndIsTriedOnceMoreAtTheEnd() {
        writer.putNow(List.of(record(1, State.DEFERRED)));
        writer.next(true);
        writer.failed();

        assertThat(writer.isSettled(false)).isTrue();
        assertThat(writer.isWaiting(1)).isTrue();
        assertThat(writer.next(true)).isEmpty();

        writer.end(false);
        assertThat(writer.next(true)).hasSize(1);
        writer.failed();
        assertThat(writer.hasEnded(false)).isTrue();
        assertThat(writer.next(true)).isEmpty();
    }

    @Test
    void atTheEndTroubleIsForgivenOnce() {
        put(1, 1);
        writer.end(false);
        writer.next(true);
        writer.failed();
        assertThat(writer.hasEnded(false)).isFalse();

        assertThat(writer.next(true)).hasSize(1);
        writer.written();
        assertThat(writer.hasEnded(false)).isTrue();
    }

    @Test
    void withoutTheLeaseOnlyFinalAnswersAreWritten() {
        writer.putNow(List.of(record(1, State.DEFERRED), record(2, State.DELIVERED)));

        assertThat(writer.next(false)).hasSize(1);
        writer.written();
        assertThat(writer.isSettled(false)).as("the lease may come back").isFalse();
        assertThat(writer.next(false)).isEmpty();
        assertThat(writer.isSettled(true)).isTrue();

        writer.end(false);
        assertThat(writer.hasEnded(true)).isTrue();
    }

    @Test
    void inHurryItWritesEightTimesAndFinalAnswersFirst() {
        put(1, 300);
        writer.put(record(1000, State.REJECTED));
        writer.end(true);

        assertThat(writer.next(true).get(0).key().uid()).isEqualTo(1000);
        writer.written();
        for (int i = 1; i < 8; i++) {
            assertThat(writer.hasEnded(false)).isFalse();
            assertThat(writer.next(true)).hasSize(25);
            writer.written();
        }
        assertThat(writer.hasEnded(false)).isTrue();
    }

    @Test
    void withoutUidValidityNothingIsWritten() {
        LedgerWriter none = new LedgerWriter(OptionalLong.empty());
        none.putNow(List.of(record(1, State.DELIVERED)));
        none.remove(2);
        none.end(false);

        assertThat(none.next(true)).isEmpty();
        assertThat(none.isSettled(false)).isTrue();
        assertThat(none.hasEnded(false)).isTrue();
    }

    private void put(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(uid -> writer.put(record(uid, State.DEFERRED)));
    }

    private static LedgerRecord record(long uid, State state) {
        return LedgerRecord.first(uid, state, Instant.EPOCH, "it failed", 1, "");
    }
}
