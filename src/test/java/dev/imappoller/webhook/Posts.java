package dev.imappoller.webhook;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.testing.NoStore;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An endpoint as a run opens it, and messages to post by it. All names are of this machine. */
final class Posts implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Endpoint endpoint;

    Posts() {
        TargetGuard guard = new TargetGuard(
                new TargetGuard.Rules(true, true, Optional.empty()),
                host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})));
        endpoint = new HttpEndpoints(
                        vertx,
                        guard,
                        TrustedCertificates.load(Optional.of(TestCertificates.caFile())),
                        Clock.systemUTC(),
                        new HttpEndpoints.Settings("imap-poller/1.2.3", 8),
                        NoStore::open)
                .open();
    }

    @Override
    public void close() {
        endpoint.close();
        vertx.close();
    }

    /** Posts a small message. */
    Answer post(String url) {
        return post(url, TestMail.message("one"), Duration.ofSeconds(20));
    }

    Answer post(String url, byte[] message, Duration atMost) {
        return endpoint.post(delivery(url, RawMessage.of(message)), atMost);
    }

    Answer post(Delivery delivery) {
        return endpoint.post(delivery, Duration.ofSeconds(20));
    }

    /** A message of about that size, most of it an attachment. */
    static byte[] message(int size) {
        String line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";
        return ("Subject: large\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + line.repeat(size / line.length() + 1))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A delivery of a message as it is. */
    static Delivery delivery(String url, RawMessage raw) {
        Map<String, Object> item = Map.of(
                "host",
                "imap.example.com",
                "username",
                "a@example.com",
                "password",
                "secret",
                "format",
                "raw",
                "url",
                url);
        Poller poller =
                ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
        try {
            return new Delivery(poller, 1, "id-of-message-1", raw, MessageDecoder.decode(raw));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
