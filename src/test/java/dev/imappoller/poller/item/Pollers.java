package dev.imappoller.poller.item;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Poller items for the tests of the core. */
public final class Pollers {
    private Pollers() {}

    public static Map<String, Object> item() {
        return new HashMap<>(Map.of(
                "host", "imap.example.com",
                "username", "support@example.com",
                "password", "pa55word",
                "url", "https://example.com/inbound"));
    }

    public static PollerEntry entry(String pollerId) {
        return PollerItem.read(pollerId, item());
    }

    public static PollerEntry polledAt(String pollerId, Instant lastPollAt) {
        Map<String, Object> item = item();
        item.put("lastPollAt", lastPollAt.toString());
        return PollerItem.read(pollerId, item);
    }

    public static Poller poller(Map<String, Object> extra) {
        Map<String, Object> item = item();
        item.putAll(extra);
        return ((PollerEntry.Config.Valid) PollerItem.read("support", item).config()).poller();
    }

    public static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }
}
