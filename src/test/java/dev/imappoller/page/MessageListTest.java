package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MessageListTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:21:40Z");
    private static final PollerButtons BUTTONS = PollerButtons.of("p", "arn:poll");

    @Test
    void theMostTellingComeFirst() {
        List<LedgerRecord> records = List.of(
                record(1, State.DELIVERED, 0),
                record(2, State.TOO_LARGE, 0),
                record(3, State.DEFERRED, 2),
                record(4, State.DEFERRED, 9),
                record(5, State.PARKED, 3));

        MessageList list = MessageList.failing(records, BUTTONS, NOW);

        assertThat(list.title()).isEqualTo("5 messages fail");
        assertThat(uids(list)).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(list.more()).isEmpty();
    }

    @Test
    void offersWhatHelpsInEachState() {
        assertThat(labels(State.DEFERRED)).containsExactly("Retry", "Skip");
        assertThat(labels(State.PARKED)).containsExactly("Retry", "Skip");
        assertThat(labels(State.TOO_LARGE)).containsExactly("Skip");
        assertThat(labels(State.REJECTED)).containsExactly("Redeliver");
        assertThat(labels(State.DELIVERED)).isEmpty();
    }

    @Test
    void offersToRetryAllWhereThereAreSeveral() {
        LedgerRecord one = record(1, State.PARKED, 3);
        LedgerRecord other = record(2, State.PARKED, 3);

        assertThat(MessageList.failing(List.of(one), BUTTONS, NOW).buttons()).isEmpty();
        assertThat(MessageList.failing(List.of(one, other), BUTTONS, NOW).buttons())
                .extracting(Button::event)
                .containsExactly("{\"op\":\"retry\",\"pollerId\":\"p\"}");
    }

    @Test
    void rejectedOnesAreThoseOfTheLastDaysAndTheNewestComesFirst() {
        List<LedgerRecord> records = List.of(
                rejected(1, Duration.ofDays(8)),
                rejected(2, Duration.ofHours(3)),
                rejected(3, Duration.ofDays(6)),
                rejected(4, Duration.ofDays(60)));

        MessageList list = MessageList.rejected(records, BUTTONS, NOW);

        assertThat(list.title()).isEqualTo("2 rejected in the last 7 days");
        assertThat(uids(list)).containsExactly(2L, 3L);
        assertThat(MessageList.rejected(records.subList(3, 4), BUTTONS, NOW)).isEqualTo(MessageList.NONE);
    }

    @Test
    void saysThatThereMayBeMoreThanWereRead() {
        List<LedgerRecord> records = LongStream.rangeClosed(1, MessageList.MOST_READ)
                .mapToObj(uid -> record(uid, State.DEFERRED, 1))
                .toList();

        MessageList list = MessageList.failing(records, BUTTONS, NOW);

        assertThat(list.title()).isEqualTo("50 or more messages fail");
        assertThat(list.messages()).hasSize(MessageList.MOST_SHOWN);
        assertThat(list.more()).isEqualTo("40 or more");
        assertThat(MessageList.failing(records.subList(0, 49), BUTTONS, NOW).more())
                .isEqualTo("39");
    }

    private static List<Long> uids(MessageList list) {
        return list.messages().stream().map(FailingMessage::uid).toList();
    }

    private static List<String> labels(State state) {
        return BUTTONS.about(record(1, state, 1)).stream().map(Button::label).toList();
    }

    private static LedgerRecord rejected(long uid, Duration ago) {
        return FakeTables.record(uid, State.REJECTED, 1, NOW.minus(ago), "answered HTTP 404");
    }

    private static LedgerRecord record(long uid, State state, int attempts) {
        return FakeTables.record(uid, state, attempts, NOW.minusSeconds(120), "answered HTTP 503");
    }
}
