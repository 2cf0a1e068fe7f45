package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.Ledger.Change;
import dev.imappoller.poller.ledger.Ledger.Key;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.testing.DynamoDbLocal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoLedgerTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LAST = Instant.parse("2026-03-02T10:00:00Z");

    private static final Instant NEXT = Instant.parse("2026-03-02T11:00:00Z");

    private static DynamoDbLocal database;

    private final DynamoLedger ledger = new DynamoLedger(database.client(), "State");

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void keepsTheRecordsOfAMailboxApartFromOthers() {
        put("a", 7, record(1, State.TOO_LARGE));
        put("a", 7, record(4_294_967_295L, State.DEFERRED));
        put("a", 77, record(2, State.PARKED));
        put("b", 7, record(3, State.DELIVERED));

        assertThat(ledger.records("a", 7))
                .containsOnlyKeys(1L, 4_294_967_295L)
                .hasEntrySatisfying(1L, record -> assertThat(record.state()).isEqualTo(State.TOO_LARGE));
        assertThat(ledger.records("a", 8)).isEmpty();
        assertThat(all("a")).hasSize(3).contains(new Ledger.Entry(77, record(2, State.PARKED)));
    }

    @Test
    void readsNoMoreThanSomeWhereThatIsEnough() {
        for (long uid = 1; uid <= 9; uid++) {
            put("many", 7, record(uid, State.DEFERRED));
        }

        assertThat(ledger.some("many", 4)).hasSize(4).doesNotHaveDuplicates();
        assertThat(ledger.some("many", 50)).hasSize(9).isEqualTo(all("many"));
    }

    @Test
    void keepsWhatTheNextPassesHaveToTakeCareOf() {
        LedgerRecord plain = record(1, State.DEFERRED);
        LedgerRecord record = new LedgerRecord(
                1,
                plain.state(),
                plain.attempts(),
                plain.firstAttemptAt(),
                plain.lastAttemptAt(),
                plain.nextAttemptAt(),
                plain.lastHttpStatus(),
                plain.lastError(),
                plain.messageId(),
                plain.size(),
                plain.mailbox(),
                new LedgerRecord.Care(true, 2, 3, true));

        put("careful", 7, record);

        assertThat(ledger.records("careful", 7)).containsEntry(1L, record);
    }

    @Test
    void aMessageIdOfAnyLengthIsNoReasonToForgetAMessage() {
        LedgerRecord record = record(1, State.DEFERRED);
        put(
                "long",
                7,
                new LedgerRecord(
                        1,
                        record.state(),
                        record.attempts(),
                        record.firstAttemptAt(),
                        record.lastAttemptAt(),
                        record.nextAttemptAt(),
                        record.lastHttpStatus(),
                        record.lastError(),
                        Optional.of("<" + "x".repeat(500_000) + "@example.org>"),
                        record.size(),
                        record.mailbox()));

        assertThat(ledger.records("long", 7).get(1L).attempts()).isEqualTo(record.attempts());
    }

    @Test
    void writesWhatAPersonWantsToKnow() {
        put("c", 7, record(1, State.DEFERRED));

        Map<String, AttributeValue> item = database.client()
                .getItem(request -> request.tableName("State")
                        .key(Map.of("pk", AttributeValue.fromS("poller#c"), "sk", AttributeValue.fromS("message#7#1"))))
                .item();

        assertThat(item)
                .containsEntry("state", AttributeValue.fromS("DEFERRED"))
                .containsEntry("attempts", AttributeValue.fromN("3"))
                .containsEntry("firstAttemptAt", AttributeValue.fromS("2026-03-01T10:00:00Z"))
                .containsEntry("lastAttemptAt", AttributeValue.fromS("2026-03-02T10:00:00Z"))
                .containsEntry("lastHttpStatus", AttributeValue.fromN("503"))
                .containsEntry("lastError", AttributeValue.fromS("answered HTTP 503"))
                .containsEntry("messageId", AttributeValue.fromS("<id@example.com>"))
                .containsEntry("size", AttributeValue.fromN("4096"))
                .containsEntry("expiresAt", AttributeValue.fromN("1777629600"));
    }

    @Test
    void keepsRejectedMessagesApartFromThoseThatAPassReads() {
        ledger.write(
                "r",
                List.of(
                        Change.put(7, record(9, State.REJECTED)),
                        Change.put(7, record(10, State.REJECTED)),
                        Change.put(7, record(4_294_967_295L, State.REJECTED)),
                        Change.put(8, record(11, State.REJECTED)),
                        Change.put(7, record(12, State.PARKED))));

        assertThat(ledger.records("r", 7)).containsOnlyKeys(12L);
        assertThat(ledger.some("r", 50)).hasSize(1);
        assertThat(ledger.someRejected("r", 50)).hasSize(4);
        assertThat(ledger.someRejected("r", 2))
                .as("those with the highest UIDs of the mailbox that was made last")
                .containsExactly(
                        new Ledger.Entry(8, record(11, State.REJECTED)),
                        new Ledger.Entry(7, record(4_294_967_295L, State.REJECTED)));
        assertThat(all("r")).hasSize(5).contains(new Ledger.Entry(8, record(11, State.REJECTED)));
        assertThat(ledger.rejected("r", 7, List.of(8L, 9L, 11L, 12L, 4_294_967_295L)))
                .containsExactlyInAnyOrder(9L, 4_294_967_295L);
        assertThat(ledger.rejected("r", 7, List.of())).isEmpty();

        ledger.write("r", List.of(Change.remove(new Key(7, 9, true)), Change.remove(new Key(7, 12, true))));

        assertThat(all("r"))
                .extracting(entry -> entry.record().uid())
                .containsExactlyInAnyOrder(10L, 11L, 12L, 4_294_967_295L);
    }

    @Test
    void readsAndWritesMoreThanFitsIntoARequest() {
        List<Change> puts = LongStream.rangeClosed(1, 1500)
                .mapToObj(uid -> Change.put(7, withError(uid, "x".repeat(998))))
                .toList();
        ledger.write("pages", puts);

        assertThat(ledger.records("pages", 7)).hasSize(1500);
        assertThat(all("pages")).hasSize(1500).doesNotHaveDuplicates();

        ledger.write(
                "pages",
                puts.stream().map(change -> Change.remove(change.key())).toList());
        assertThat(ledger.records("pages", 7)).isEmpty();
    }

    @Test
    void removesARecordAndNoOther() {
        put("d", 7, record(1, State.DEFERRED));
        put("d", 7, record(2, State.DEFERRED));

        ledger.write("d", List.of(Change.remove(new Key(7, 1, false))));
        ledger.write("d", List.of(Change.remove(new Key(7, 3, false))));

        assertThat(ledger.records("d", 7)).containsOnlyKeys(2L);
    }

    @Test
    void passesOverWhatIsNoRecordOfItsOwn() {
        database.client()
                .putItem(request -> request.tableName("State")
                        .item(Map.of(
                                "pk", AttributeValue.fromS("poller#e"),
                                "sk", AttributeValue.fromS("message#7#1"),
                                "state", AttributeValue.fromS("A_NEWER_VERSIONS"))));

        assertThat(ledger.records("e", 7)).isEmpty();
    }

    @Test
    void saysWhichTableIsMissing() {
        assertThatThrownBy(() -> new DynamoLedger(database.client(), "Nowhere").records("a", 1))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("STATE_TABLE");
    }

    private void put(String pollerId, long uidValidity, LedgerRecord record) {
        ledger.write(pollerId, List.of(Change.put(uidValidity, record)));
    }

    private List<Ledger.Entry> all(String pollerId) {
        List<Ledger.Entry> all = new ArrayList<>();
        ledger.forEach(pollerId, all::add);
        return all;
    }

    private static LedgerRecord withError(long uid, String error) {
        LedgerRecord record = record(uid, State.DEFERRED);
        return new LedgerRecord(
                uid,
                record.state(),
                record.attempts(),
                record.firstAttemptAt(),
                record.lastAttemptAt(),
                record.nextAttemptAt(),
                record.lastHttpStatus(),
                error,
                record.messageId(),
                record.size(),
                record.mailbox());
    }

    private static LedgerRecord record(long uid, State state) {
        return new LedgerRecord(
                uid,
                state,
                3,
                FIRST,
                LAST,
                Optional.of(NEXT),
                OptionalInt.of(503),
                "answered HTTP 503",
                Optional.of("<id@example.com>"),
                4096,
                "mailbox-1");
    }
}
