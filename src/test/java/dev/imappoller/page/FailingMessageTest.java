package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FailingMessageTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:21:40Z");
    private static final Instant TWO_MINUTES_AGO = NOW.minus(Duration.ofMinutes(2));

    @Test
    void saysWhatBecomesOfIt() {
        assertThat(one(State.DEFERRED, 4, "answered HTTP 503").state())
                .isEqualTo("4 attempts, last 2 min ago, again at the next poll");
        assertThat(one(State.DEFERRED, 1, "answered HTTP 503").state()).startsWith("1 attempt,");
        assertThat(one(State.DEFERRED, 0, "did not answer in time").state())
                .isEqualTo("not answered, last 2 min ago, again at the next poll");
        assertThat(one(State.PARKED, 10, "answered HTTP 500").state())
                .isEqualTo("parked after 10 attempts, last 2 min ago, not tried any more");
        assertThat(one(State.TOO_LARGE, 0, "").state()).isEqualTo("too large (32.0 MiB), left unread");
        assertThat(one(State.DELIVERED, 0, "refused").state()).isEqualTo("delivered, not marked as read yet");
    }

    @Test
    void saysWhenItIsTriedAgain() {
        LedgerRecord waits = new LedgerRecord(
                5,
                State.DEFERRED,
                3,
                NOW,
                TWO_MINUTES_AGO,
                Optional.of(NOW.plus(Duration.ofMinutes(12))),
                OptionalInt.of(503),
                "answered HTTP 503",
                Optional.empty(),
                1,
                "");

        assertThat(FailingMessage.of(List.of(waits), 5, NOW))
                .containsExactly(
                        new FailingMessage(5, "3 attempts, last 2 min ago, again in 12 min", "answered HTTP 503"));
    }

    @Test
    void theMostTellingComeFirst() {
        List<LedgerRecord> records = List.of(
                record(1, State.DELIVERED, 0, ""),
                record(2, State.TOO_LARGE, 0, ""),
                record(3, State.DEFERRED, 2, ""),
                record(4, State.DEFERRED, 9, ""),
                record(5, State.PARKED, 3, ""));

        assertThat(FailingMessage.of(records, 4, NOW))
                .extracting(FailingMessage::uid)
                .containsExactly(5L, 4L, 3L, 2L);
    }

    @Test
    void showsNothingOfWhatTheMessageSays() {
        assertThat(one(State.PARKED, 10, "answered HTTP 500").toString()).doesNotContain("secret-subject");
    }

    private static FailingMessage one(State state, int attempts, String error) {
        return FailingMessage.of(List.of(record(1, state, attempts, error)), 5, NOW)
                .get(0);
    }

    private static LedgerRecord record(long uid, State state, int attempts, String error) {
        return FakeTables.record(uid, state, attempts, TWO_MINUTES_AGO, error);
    }
}
