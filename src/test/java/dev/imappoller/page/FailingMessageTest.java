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

        FailingMessage message = FailingMessage.of(waits, List.of(), NOW);

        assertThat(message.state()).isEqualTo("3 attempts, last 2 min ago, again in 12 min");
        assertThat(message.error()).isEqualTo("answered HTTP 503");
    }

    @Test
    void theReasonWhyAMessageIsTooLargeIsItsSize() {
        assertThat(one(State.TOO_LARGE, 0, "it is too large").error()).isEmpty();
        assertThat(one(State.REJECTED, 1, "answered HTTP 404"))
                .extracting(FailingMessage::state, FailingMessage::error)
                .containsExactly("rejected 2 min ago, marked as read", "answered HTTP 404");
    }

    @Test
    void showsNothingOfWhatTheMessageSays() {
        assertThat(one(State.PARKED, 10, "answered HTTP 500").toString()).doesNotContain("secret-subject");
    }

    private static FailingMessage one(State state, int attempts, String error) {
        return FailingMessage.of(FakeTables.record(1, state, attempts, TWO_MINUTES_AGO, error), List.of(), NOW);
    }
}
