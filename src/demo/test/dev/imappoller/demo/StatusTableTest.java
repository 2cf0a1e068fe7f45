package dev.imappoller.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class StatusTableTest {
    private final StatusTable table = new StatusTable(71, ZoneOffset.UTC);

    @Test
    void showsPollersByIdAndWrapsTheirDetail() {
        Map<String, AttributeValue> polled = Map.of(
                "pollerId", AttributeValue.fromS("support"),
                "status", AttributeValue.fromS("OK"),
                "unreadCount", AttributeValue.fromN("12"),
                "lastPollAt", AttributeValue.fromS("2026-03-02T09:30:15.123Z"),
                "statusDetail", AttributeValue.fromS("Delivered 100 messages. 12 are left."));
        Map<String, AttributeValue> fresh = Map.of("pollerId", AttributeValue.fromS("new"));
        Map<String, AttributeValue> off =
                Map.of("pollerId", AttributeValue.fromS("off"), "enabled", AttributeValue.fromBool(false));

        assertThat(table.draw(List.of(polled, off, fresh)))
                .isEqualTo(String.join(
                        "\n",
                        "  poller   status            unread  last poll  detail",
                        "  new      (not yet polled)  -       -",
                        "  off      (disabled)        -       -",
                        "  support  OK                12      09:30:15   Delivered 100 messages.",
                        "                                                12 are left.",
                        ""));
    }

    @Test
    void anEmptyTableIsItsTitles() {
        assertThat(table.draw(List.of())).isEqualTo("  poller  status  unread  last poll  detail\n");
    }
}
