package dev.imappoller.s3;

import dev.imappoller.http.GuardedRequests;
import dev.imappoller.http.HttpClients;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.webhook.HttpEndpoints;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Posts a message with an attachment, for a poller with a store or without; a store of this kind is never reached. */
final class UnusedStoreProcess {
    private UnusedStoreProcess() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, true, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        TrustedCertificates trusted = TrustedCertificates.load(Optional.empty());
        HttpEndpoints.Settings settings = new HttpEndpoints.Settings("test", 8);
        HttpEndpoints endpoints = new HttpEndpoints(
                vertx,
                guard,
                trusted,
                Clock.systemUTC(),
                settings,
                () -> new S3AttachmentStore(
                        new GuardedRequests(
                                HttpClients.openPlain(vertx, trusted, settings.connectionsPerHost()),
                                guard,
                                settings.userAgent()),
                        () -> {
                            throw new IllegalStateException("the item has an access key");
                        },
                        "eu-west-1",
                        Clock.systemUTC(),
                        System::nanoTime));
        Map<String, Object> item = new HashMap<>(
                Map.of("host", "imap.example.com", "username", "a@example.com", "password", "secret", "url", args[0]));
        if (args.length > 1) {
            item.put("attachmentStore", StoreRig.store(args[1]));
        }
        Poller poller =
                ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
        RawMessage raw = RawMessage.of(
                "Content-Type: application/pdf; name=a.pdf\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
        try (Endpoint endpoint = endpoints.open()) {
            System.out.println(endpoint.post(
                            new Delivery(poller, 1, "id", raw, MessageDecoder.decode(raw)), Duration.ofSeconds(20))
                    .words());
        } finally {
            vertx.close();
        }
    }
}
