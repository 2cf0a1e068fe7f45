package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Remembered;
import dev.imappoller.poller.item.UidSet;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.testing.DynamoDbLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoPollerTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final Outcome DELIVERED = new Outcome(
            PollerStatus.OK,
            "Delivered 3 messages.",
            new MessageCounts(3, 1, 2, 0, 1, 4096),
            OptionalInt.of(3),
            Duration.ofMillis(250));

    private static DynamoDbLocal database;

    private final DynamoPollerTable table = new DynamoPollerTable(database.client(), "Pollers");

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start()
                .createPollersTable("Pollers")
                .createPollersTable("Many")
                .createPollersTable("Split");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void readsAllItemsOfATableThatNeedsManyPages() {
        String ballast = "x".repeat(60_000); // A page of a scan ends at 1 MiB.
        for (int i = 0; i < 50; i++) {
            put("Many", "p" + i, Map.of("host", s("imap.example.com"), "note", s(ballast)));
        }
        List<String> ids = new ArrayList<>();

        new DynamoPollerTable(database.client(), "Many").forEach(entry -> ids.add(entry.pollerId()));

        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 64})
    void everyItemIsInExactlyOneSegment(int segments) {
        DynamoPollerTable split = new DynamoPollerTable(database.client(), "Split");
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            put("Split", "p" + i, Map.of("host", s("imap.example.com")));
            all.add("p" + i);
        }
        List<String> ids = new ArrayList<>();
        int notAll = 0;

        for (int i = 0; i < segments; i++) {
            int before = ids.size();
            split.forEach(new Segment(i, segments), entry -> ids.add(entry.pollerId()));
            notAll += ids.size() - before < all.size() ? 1 : 0;
        }

        assertThat(ids).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
        assertThat(notAll).as("segments that are a part of the table").isEqualTo(segments == 1 ? 0 : segments);
    }

    @Test
    void readsEveryKindOfAttribute() {
        put(
                "Pollers",
                "kinds",
                Map.of(
                        "host", s("imap.example.com"),
                        "username", s("a"),
                        "password", s("b"),
                        "url", s("https://example.com/"),
                        "port", n("1993"),
                        "ssl", AttributeValue.fromBool(false),
                        "headers", AttributeValue.fromM(Map.of("X-A", s("b"))),
                        "retryStatuses", AttributeValue.fromL(List.of(n("429"))),
                        "alertEmail", AttributeValue.fromNul(true)));

        PollerEntry entry = table.find("kinds").orElseThrow();

        assertThat(entry.config()).isInstanceOfSatisfying(PollerEntry.Config.Valid.class, valid -> {
            assertThat(valid.poller().port()).isEqualTo(1993);
            assertThat(valid.poller().retryStatuses()).containsExactly(429);
            assertThat(valid.poller().headers()).containsKey("X-A");
            assertThat(valid.poller().alertEmail()).isEmpty();
        });
    }

    @Test
    void findsNoItemThatIsNotThere() {
        assertThat(table.find("nobody")).isEmpty();
    }

    @Test
    void writesWhatAPassCameToAndTouchesNoConfiguration() {
        Map<String, AttributeValue> item = Map.of("host", s("imap.example.com"), "unknown", s("kept"));
        put("Pollers", "written", item);

        table.record(
                "written", DELIVERED, NOW, new PollerState(Optional.empty(), 4, Optional.empty(), OptionalInt.empty()));

        Map<String, AttributeValue> written = get("written");
        assertThat(written).containsAllEntriesOf(item);
        assertThat(written).containsEntry("status", s("OK")).containsEntry("statusDetail", s("Delivered 3 messages."));
        assertThat(written).containsEntry("unreadCount", n("3")).containsEntry("consecutiveFailures", n("0"));
        assertThat(written)
                .containsEntry("lastPollAt", s("2026-03-01T10:00:00.123Z"))
                .containsEntry("lastSuccessAt", s("2026-03-01T10:00:00.123Z"));
        assertThat(written.get("lastPass").m())
                .containsOnlyKeys("delivered", "rejected", "deferred", "parked", "tooLarge", "bytes", "durationMs")
                .containsEntry("delivered", n("3"))
                .containsEntry("bytes", n("4096"))
                .containsEntry("durationMs", n("250"));
    }

    @Test
    void leavesACountOfUnreadMessagesThatIsNoNewsToAPassAtTheSameTime() {
        put("Pollers", "counted", Map.of("unreadCount", n("5")));
        Outcome idle = new Outcome(
                PollerStatus.OK, "No unread messages.", MessageCounts.NONE, OptionalInt.of(0), Duration.ZERO);
        PollerState before = new PollerState(Optional.empty(), 0, Optional.empty(), OptionalInt.of(0));

        table.record("counted", idle, NOW, before);

        assertThat(get("counted")).containsEntry("status", s("OK")).containsEntry("unreadCount", n("5"));
    }

    @Test
    void countsFailuresInARowAndKeepsTheLastSuccess() {
        put("Pollers", "fails", Map.of("lastSuccessAt", s("2026-02-01T00:00:00Z"), "unreadCount", n("7")));
        Outcome failed = Outcome.failed(new Failure(PollerStatus.AUTH_FAILED, "refused"), Duration.ZERO);

        table.record("fails", failed, NOW, new PollerState(Optional.empty(), 2, Optional.empty(), OptionalInt.empty()));

        assertThat(get("fails"))
                .containsEntry("status", s("AUTH_FAILED"))
                .containsEntry("consecutiveFailures", n("3"))
                .containsEntry("lastSuccessAt", s("2026-02-01T00:00:00Z"))
                .containsEntry("unreadCount", n("7"));
    }

    @Test
    void saysSinceWhenMessagesWaitForAsLongAsSomeDo() {
        put("Pollers", "waits", Map.of());
        PassMeasurements since =
                new PassMeasurements(List.of(), Optional.of(Instant.parse("2026-02-27T10:00:00Z")), false, 0, 0);

        table.record("waits", left(OptionalInt.of(2), since), NOW, PollerState.NEW);
        assertThat(get("waits")).containsEntry("oldestUnreadAt", s("2026-02-27T10:00:00Z"));

        table.record("waits", left(OptionalInt.empty(), PassMeasurements.NONE), NOW, PollerState.NEW);
        table.record("waits", left(OptionalInt.of(1), PassMeasurements.NONE), NOW, PollerState.NEW);
        assertThat(get("waits")).containsEntry("oldestUnreadAt", s("2026-02-27T10:00:00Z"));

        table.record("waits", left(OptionalInt.of(0), PassMeasurements.NONE), NOW, PollerState.NEW);
        assertThat(get("waits")).doesNotContainKey("oldestUnreadAt").containsEntry("unreadCount", n("0"));
    }

    private static Outcome left(OptionalInt unread, PassMeasurements measurements) {
        return new Outcome(
                PollerStatus.OK, "", MessageCounts.NONE, unread, Duration.ZERO, Optional.empty(), measurements);
    }

    @Test
    void keepsWhatGotItsAnswerUntilAPassKnowsBetter() {
        put("Pollers", "answered", Map.of("host", s("imap.example.com")));
        LastAnswered some = new LastAnswered(
                "1a2b3c4d",
                OptionalLong.of(7),
                Optional.of(Instant.ofEpochMilli(12)),
                UidSet.of(List.of(1L, 2L, 9L)),
                Optional.empty());
        LastAnswered none = LastAnswered.none("1a2b3c4d", OptionalLong.of(7));

        table.record("answered", remembering(Optional.of(some)), NOW, PollerState.NEW);
        assertThat(get("answered")).containsEntry("lastAnswered", s("1a2b3c4d/7/12/1:2,9"));
        assertThat(table.find("answered").orElseThrow().state().lastAnswered()).contains(some);

        table.record("answered", remembering(Optional.empty()), NOW, PollerState.NEW);
        assertThat(get("answered")).containsEntry("lastAnswered", s("1a2b3c4d/7/12/1:2,9"));

        table.record("answered", remembering(Optional.of(none)), NOW, PollerState.NEW);
        assertThat(table.find("answered").orElseThrow().state().lastAnswered()).contains(none);
    }

    @Test
    void remembersAServerThatTakesNoCommandsAheadUntilNothingIsKnownAgainstIt() {
        put("Pollers", "slow", Map.of("host", s("imap.example.com")));
        NoPipelining first = new NoPipelining("imap.example.com:993", NOW, NOW.plusSeconds(1800));
        NoPipelining later = new NoPipelining("imap.example.com:993", NOW.plusSeconds(3600), NOW.plusSeconds(7200));

        table.record("slow", idle().knowing(first), NOW, PollerState.NEW);
        assertThat(get("slow"))
                .containsEntry(
                        "noPipelining",
                        s("imap.example.com:993 2026-03-01T10:00:00.123456Z/2026-03-01T10:30:00.123456Z"));
        assertThat(state("slow").noPipelining()).contains(first);

        table.record("slow", idle().knowing(later), NOW, state("slow"));
        assertThat(state("slow").noPipelining()).contains(later);

        put(
                "Pollers",
                "slow",
                Map.of("oldestUnreadAt", s("2026-02-27T10:00:00Z"), "noPipelining", s(later.toString())));
        table.record("slow", idle().knowing(null), NOW, state("slow"));
        assertThat(get("slow"))
                .doesNotContainKeys("noPipelining", "oldestUnreadAt")
                .containsEntry("status", s("OK"));
    }

    private static Outcome idle() {
        return new Outcome(
                PollerStatus.OK, "No unread messages.", MessageCounts.NONE, OptionalInt.of(0), Duration.ZERO);
    }

    private PollerState state(String pollerId) {
        return table.find(pollerId).orElseThrow().state();
    }

    @Test
    void aDetailOfAnyLengthIsNoReasonToWriteNoStatus() {
        put("Pollers", "long", Map.of("host", s("imap.example.com")));
        Failure failure = new Failure(PollerStatus.MAILBOX_ERROR, "x".repeat(500_000));

        table.record("long", Outcome.failed(failure, Duration.ZERO), NOW, PollerState.NEW);

        assertThat(get("long")).containsEntry("status", s("MAILBOX_ERROR"));
        assertThat(get("long").get("statusDetail").s()).hasSizeLessThan(5000);
    }

    private static Outcome remembering(Optional<LastAnswered> answered) {
        return new Outcome(
                PollerStatus.OK,
                "",
                MessageCounts.NONE,
                OptionalInt.of(0),
                Duration.ZERO,
                Optional.empty(),
                PassMeasurements.NONE,
                new Remembered(answered, Optional.empty()));
    }

    @Test
    void doesNotBringBackAnItemThatIsGone() {
        table.record("deleted", DELIVERED, NOW, PollerState.NEW);

        assertThat(table.find("deleted")).isEmpty();
    }

    @Test
    void readsBackWhatItWrote() {
        put("Pollers", "twice", Map.of("host", s("imap.example.com")));

        table.record("twice", DELIVERED, NOW, PollerState.NEW);

        assertThat(table.find("twice").orElseThrow().state().lastPollAt())
                .contains(Instant.parse("2026-03-01T10:00:00.123Z"));
    }

    @Test
    void addsUpWhatIsDeliveredHourByHour() {
        put("Pollers", "adds", Map.of("host", s("imap.example.com")));

        table.record("adds", DELIVERED, NOW.minus(Duration.ofHours(2)), PollerState.NEW);
        table.record("adds", DELIVERED, NOW, table.find("adds").orElseThrow().state());

        Map<String, AttributeValue> recent = get("adds").get("recentDeliveries").m();
        assertThat(recent).containsOnlyKeys("until", "perHour").containsEntry("until", s("2026-03-01T11:00:00Z"));
        assertThat(recent.get("perHour").l()).hasSize(24).endsWith(n("3"), n("0"), n("3"));
        assertThat(table.find("adds").orElseThrow().state().recentDeliveries().sum())
                .isEqualTo(6);
        assertThat(table.find("adds").orElseThrow().state().detail()).isEqualTo("Delivered 3 messages.");
    }

    @Test
    void leavesTheHoursAloneWhereNothingIsDelivered() {
        AttributeValue damaged = s("what somebody wrote");
        put("Pollers", "idle", Map.of("recentDeliveries", damaged));
        Outcome idle = new Outcome(
                PollerStatus.OK, "No unread messages.", MessageCounts.NONE, OptionalInt.of(0), Duration.ZERO);

        table.record("idle", idle, NOW, table.find("idle").orElseThrow().state());
        assertThat(get("idle")).containsEntry("recentDeliveries", damaged);

        table.record("idle", DELIVERED, NOW, table.find("idle").orElseThrow().state());
        assertThat(table.find("idle").orElseThrow().state().recentDeliveries().sum())
                .isEqualTo(3);
    }

    @Test
    void saysWhichTableIsMissing() {
        DynamoPollerTable missing = new DynamoPollerTable(database.client(), "Nowhere");

        assertThatThrownBy(() -> missing.forEach(entry -> {}))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("Nowhere")
                .hasMessageContaining("POLLERS_TABLE");
    }

    @Test
    void writesWhatACheckCameToAndLeavesThePollerDue() {
        put("Pollers", "checked", Map.of("host", s("imap.example.com")));

        table.recordCheck("checked", DELIVERED);

        Map<String, AttributeValue> item = get("checked");
        assertThat(item.get("status")).isEqualTo(s("OK"));
        assertThat(item.get("statusDetail")).isEqualTo(s("Delivered 3 messages."));
        assertThat(item.get("unreadCount")).isEqualTo(AttributeValue.fromN("3"));
        assertThat(item).containsOnlyKeys("pollerId", "host", "status", "statusDetail", "unreadCount");
    }

    /** An item that is put anew has lost its count, and messages of before may wait that no search lists. */
    @Test
    void aCheckThatFindsNothingDoesNotKeepTheNextPassFromItsRecords() {
        put("Pollers", "replaced", Map.of("host", s("imap.example.com")));

        table.recordCheck(
                "replaced",
                new Outcome(PollerStatus.OK, "0 unread.", MessageCounts.NONE, OptionalInt.of(0), Duration.ZERO));

        assertThat(get("replaced")).containsOnlyKeys("pollerId", "host", "status", "statusDetail");
    }

    @Test
    void aCheckNeverOverwritesAPassNorBringsADeletedPollerBack() {
        put("Pollers", "passed", Map.of("status", s("AUTH_FAILED")));

        table.recordCheck("passed", DELIVERED);
        table.recordCheck("deleted", DELIVERED);

        assertThat(get("passed").get("status")).isEqualTo(s("AUTH_FAILED"));
        assertThat(get("deleted")).isEmpty();
    }

    private static void put(String table, String pollerId, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("pollerId", s(pollerId));
        database.client().putItem(request -> request.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> get(String pollerId) {
        return database.client()
                .getItem(request -> request.tableName("Pollers").key(Map.of("pollerId", s(pollerId))))
                .item();
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(String digits) {
        return AttributeValue.fromN(digits);
    }
}
