package dev.imappoller.imap;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.testing.MemoryImapServer;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** A poller of a server on this machine, in plain text. */
public final class LocalPoller {
    private LocalPoller() {}

    public static Poller at(MemoryImapServer server) {
        return at(server, Map.of());
    }

    /** With more attributes. */
    public static Poller at(MemoryImapServer server, Map<String, Object> extra) {
        return at(server.imapPort(), MemoryImapServer.PASSWORD, extra);
    }

    static Poller at(int port, String password, Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                BigDecimal.valueOf(port),
                "ssl",
                false,
                "allowPlaintext",
                true,
                "username",
                "user",
                "password",
                password,
                "url",
                "https://example.com/"));
        item.putAll(extra);
        return PollerItem.read("poller", item).poller().orElseThrow();
    }
}
