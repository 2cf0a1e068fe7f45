package dev.imappoller.page;

import static dev.imappoller.page.FakeTables.deliveries;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:21:40Z");
    private static final String JUST_NOW = "2026-03-02T14:21:00Z";

    private final FakeTables tables = new FakeTables();

    @Test
    void putsThoseFirstThatNeedAttentionMost() {
        tables.with("off", "enabled", false, "status", "AUTH_FAILED")
                .with("fine", "status", "OK", "lastPollAt", JUST_NOW, "unreadCount", 0)
                .with("new")
                .with("waiting", "status", "OK", "lastPollAt", JUST_NOW, "unreadCount", 1)
                .with("overdue", "status", "OK", "lastPollAt", "2026-03-02T14:00:00Z")
                .with("failing-2", "status", "TLS_FAILED", "lastPollAt", JUST_NOW)
                .with("failing-1", "status", "THROTTLED", "lastPollAt", JUST_NOW);

        assertThat(overview().rows())
                .extracting(PollerRow::pollerId, PollerRow::attention, PollerRow::word)
                .map(Object::toString)
                .containsExactly(
                        "(\"failing-1\", FAILING, \"THROTTLED\")",
                        "(\"failing-2\", FAILING, \"TLS_FAILED\")",
                        "(\"overdue\", OVERDUE, \"OVERDUE\")",
                        "(\"waiting\", WAITING, \"OK\")",
                        "(\"new\", NEW, \"NEW\")",
                        "(\"fine\", FINE, \"OK\")",
                        "(\"off\", DISABLED, \"DISABLED\")");
        assertThat(overview().trouble()).isEqualTo(3);
    }

    @Test
    void onePollerIsOverdueOnlyWhereOthersHaveBeenPolledSince() {
        tables.with("hourly", "intervalMinutes", 60, "status", "OK", "lastPollAt", "2026-03-02T13:10:00Z")
                .with("late", "intervalMinutes", 5, "status", "OK", "lastPollAt", "2026-03-02T13:10:00Z");
        assertThat(overview().trouble()).as("all are as late").isZero();

        tables.with("polled", "status", "OK", "lastPollAt", JUST_NOW);
        assertThat(overview().rows().get(0).pollerId()).isEqualTo("late");
        assertThat(overview().trouble()).isEqualTo(1);
    }

    @Test
    void sumsUpAllPollersAndShowsAsManyAsThereIsRoomFor() {
        for (int i = 0; i < 150; i++) {
            tables.with(
                    "p" + i,
                    "status",
                    i < 3 ? "AUTH_FAILED" : "OK",
                    "lastPollAt",
                    JUST_NOW,
                    "unreadCount",
                    10,
                    "recentDeliveries",
                    deliveries(NOW, 1, 2));
        }
        Overview overview = Overview.of(tables.entries, 100, NOW);

        assertThat(overview.pollers()).isEqualTo("150");
        assertThat(overview.trouble()).isEqualTo(3);
        assertThat(overview.unread()).isEqualTo("1,500");
        assertThat(overview.delivered()).isEqualTo("450");
        assertThat(overview.bars().text()).isEqualTo("450 delivered in the last 24 hours, at most 300 in one");
        assertThat(overview.rows()).hasSize(100);
        assertThat(overview.rows().subList(0, 3))
                .extracting(PollerRow::pollerId)
                .containsExactly("p0", "p1", "p2");
        assertThat(overview.notes()).singleElement().asString().startsWith("50 more pollers left out");
    }

    @Test
    void leavesOutDeliveriesThatAreOlderThanADay() {
        tables.with("old", "recentDeliveries", deliveries(NOW.minus(Duration.ofHours(30)), 99, 5, 5));

        assertThat(overview().delivered()).isEqualTo("0");
        assertThat(overview().rows().get(0).bars().path()).isEmpty();
    }

    @Test
    void saysWhenNothingIsPolledAnyMore() {
        tables.with("fine", "status", "OK", "lastPollAt", "2026-03-02T13:21:40Z", "unreadCount", 0);

        assertThat(overview().notes())
                .singleElement()
                .asString()
                .startsWith("Nothing was polled since 1 h ago")
                .contains("schedule");
    }

    @Test
    void findsNothingOddAboutLongIntervals() {
        tables.with("daily", "intervalMinutes", 1440, "status", "OK", "lastPollAt", "2026-03-01T14:00:00Z");

        assertThat(overview().notes()).isEmpty();
    }

    @Test
    void anEmptyTableIsNoTrouble() {
        assertThat(overview().rows()).isEmpty();
        assertThat(overview().notes()).isEmpty();
        assertThat(overview().lastRun()).isEqualTo(DisplayTime.NEVER);
        assertThat(overview().bars().text()).isEqualTo("Nothing delivered in the last 24 hours");
    }

    @Test
    void saysWhoAPollerIsWithoutSecrets() {
        tables.with("in", "folder", "Shop/New", "url", "https://user:canary@app.example.com/in?token=canary");

        PollerRow row = overview().rows().get(0);

        assertThat(row.account()).isEqualTo("in@example.com, Shop/New");
        assertThat(row.target()).isEqualTo("https://app.example.com/in");
        assertThat(row.toString()).doesNotContain("canary").doesNotContain("PASSWORD");
    }

    @Test
    void showsAnItemWithMistakesToo() {
        tables.with(
                "bad", "port", "x", "status", "INVALID_CONFIG", "statusDetail", "Correct this item.", "lastPollAt", 7);

        PollerRow row = overview().rows().get(0);

        assertThat(row.word()).isEqualTo("INVALID_CONFIG");
        assertThat(row.detail()).isEqualTo("Correct this item.");
        assertThat(row.account()).isEmpty();
        assertThat(row.lastPoll()).isEqualTo(DisplayTime.NEVER);
    }

    @Test
    void shortensNamesAndTextsThatAreTooLong() {
        tables.with("x".repeat(2048), "status", "OK", "statusDetail", "\uD83D\uDCEC".repeat(5000));

        PollerRow row = overview().rows().get(0);

        assertThat(row.name()).hasSize(120).endsWith("…");
        assertThat(row.detail().codePointCount(0, row.detail().length())).isLessThanOrEqualTo(1000);
        assertThat(row.detail()).doesNotContain("\uD83D…");
    }

    private Overview overview() {
        return Overview.of(tables.entries, 100, NOW);
    }
}
