package dev.imappoller.webhook;

import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.item.Poller;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.time.Clock;

/** Makes the header fields of requests: what Standard Webhooks asks for, and what the poller's item adds. */
record RequestHeaders(String userAgent, Clock clock) {

    /** The fields of one delivery's requests: those for the target itself, and those for other origins that it redirects to. */
    record Fields(MultiMap forTarget, MultiMap forOthers) {}

    /**
     * The fields of one delivery.
     *
     * @throws IOException if the message can't be read to be signed
     */
    Fields of(Delivery delivery, PreparedPayload body) throws IOException {
        long timestamp = clock.instant().getEpochSecond();
        MultiMap fields = HttpHeaders.headers()
                .set("Content-Type", body.contentType())
                .set("Content-Length", Long.toString(body.length()))
                .set("User-Agent", userAgent)
                .set("webhook-id", delivery.webhookId())
                .set("webhook-timestamp", Long.toString(timestamp));
        if (delivery.test()) {
            fields.set("X-Imap-Poller-Test", "true");
        }
        MultiMap withSecrets = HttpHeaders.headers();
        Poller poller = delivery.poller();
        poller.target().authorization().ifPresent(value -> withSecrets.set("Authorization", value.reveal()));
        poller.headers().forEach((name, value) -> withSecrets.set(name, value.reveal()));
        withSecrets.addAll(fields); // Their names are reserved, so the item can't have set them too.
        if (!poller.signingSecrets().isEmpty()) {
            withSecrets.set(
                    "webhook-signature", Signature.of(delivery.webhookId(), timestamp, body, poller.signingSecrets()));
        }
        return new Fields(withSecrets, fields);
    }
}
