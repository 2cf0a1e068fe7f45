package dev.imappoller.page;

import static dev.imappoller.page.FakeTables.deliveries;
import static dev.imappoller.page.FakeTables.record;

import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Pollers as they might be on an ordinary day, one or more of each kind. */
final class SampleTables {
    private SampleTables() {}

    static FakeTables at(Instant now) {
        String lastRun = now.minusSeconds(21).toString();
        return new FakeTables()
                .with(
                        "billing",
                        "host",
                        "outlook.office365.com",
                        "status",
                        "AUTH_FAILED",
                        "statusDetail",
                        "outlook.office365.com refused the login of billing@example.com (it said: AUTHENTICATE"
                                + " failed). Check username and password. The next poll is at "
                                + now.plus(Duration.ofMinutes(52)) + ", or at once when the item is changed.",
                        "consecutiveFailures",
                        3,
                        "unreadCount",
                        12,
                        "lastPollAt",
                        now.minus(Duration.ofMinutes(38)).toString(),
                        "lastSuccessAt",
                        now.minus(Duration.ofMinutes(70)).toString(),
                        "recentDeliveries",
                        deliveries(now, 2, 0, 0, 1, 0, 0, 0, 0, 3, 8, 7, 9, 4, 5, 0, 0))
                .with(
                        "support-de",
                        "folder",
                        "INBOX/Anfragen",
                        "status",
                        "ENDPOINT_FAILING",
                        "statusDetail",
                        "Nothing got through to https://app.example.com/inbound/support-de (3 messages): the"
                                + " endpoint answered HTTP 503. They stay unread and are tried again at the next"
                                + " poll; look at the web app.",
                        "consecutiveFailures",
                        8,
                        "unreadCount",
                        3,
                        "lastPollAt",
                        lastRun,
                        "lastSuccessAt",
                        now.minus(Duration.ofMinutes(9)).toString(),
                        "recentDeliveries",
                        deliveries(now, 1, 2, 0, 0, 1, 0, 0, 2, 6, 14, 17, 11, 8, 12, 15, 9, 10, 6, 4, 2))
                .failing(
                        "support-de",
                        record(4711, State.DEFERRED, 8, now.minusSeconds(21), "answered HTTP 503"),
                        record(4713, State.DEFERRED, 8, now.minusSeconds(21), "answered HTTP 503"),
                        record(4714, State.DEFERRED, 2, now.minusSeconds(20), "answered HTTP 503"))
                .with(
                        "returns",
                        "status",
                        "OK",
                        "statusDetail",
                        "Delivered 2 messages. 1 message not tried any more after maxAttempts; op failed lists"
                                + " them.",
                        "unreadCount",
                        2,
                        "lastPollAt",
                        lastRun,
                        "lastSuccessAt",
                        lastRun,
                        "recentDeliveries",
                        deliveries(now, 1, 0, 3, 5, 2, 4, 4, 1, 0, 2))
                .failing(
                        "returns",
                        record(88, State.PARKED, 10, now.minus(Duration.ofHours(7)), "answered HTTP 500"),
                        record(93, State.TOO_LARGE, 0, now.minus(Duration.ofHours(3)), ""),
                        record(91, State.REJECTED, 1, now.minus(Duration.ofHours(5)), "answered HTTP 404"),
                        record(90, State.REJECTED, 1, now.minus(Duration.ofDays(2)), "answered HTTP 404"))
                .with("newsletter-replies")
                .with(
                        "orders",
                        "attachmentStore",
                        Map.of(
                                "bucket",
                                "example-mail",
                                "prefix",
                                "orders",
                                "minBytes",
                                BigDecimal.valueOf(1024 * 1024)),
                        "status",
                        "OK",
                        "statusDetail",
                        "Delivered 4 messages.",
                        "unreadCount",
                        0,
                        "lastPollAt",
                        lastRun,
                        "lastSuccessAt",
                        lastRun,
                        "recentDeliveries",
                        deliveries(
                                now, 12, 9, 4, 3, 2, 6, 14, 38, 71, 96, 120, 104, 88, 92, 131, 117, 98, 76, 60, 52, 41,
                                33, 25, 18))
                .with(
                        "invoices-in",
                        "filter",
                        Map.of("subject", List.of("invoice", "Rechnung"), "since", "2026-01-01"),
                        "folder",
                        "Rechnungen",
                        "status",
                        "OK",
                        "statusDetail",
                        "No unread messages.",
                        "unreadCount",
                        0,
                        "intervalMinutes",
                        15,
                        "lastPollAt",
                        now.minus(Duration.ofMinutes(11)).toString(),
                        "lastSuccessAt",
                        now.minus(Duration.ofMinutes(11)).toString(),
                        "recentDeliveries",
                        deliveries(now, 5, 9, 2, 0, 0, 7, 3, 0))
                .with(
                        "jobs",
                        "status",
                        "OK",
                        "statusDetail",
                        "No unread messages.",
                        "unreadCount",
                        0,
                        "lastPollAt",
                        lastRun,
                        "lastSuccessAt",
                        lastRun)
                .with(
                        "trade-fair",
                        "enabled",
                        false,
                        "lastPollAt",
                        now.minus(Duration.ofDays(34)).toString());
    }
}
