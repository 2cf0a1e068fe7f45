package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.kind.Classification;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes the payload of a message, in the format that a poller asks for. */
final class Payloads {
    private final Supplier<String> boundaries;

    /** Makes payloads with boundaries that can't be guessed, and so can't be in a message (RFC 2046, section 5.1.1). */
    Payloads() {
        this(() -> "----imap-poller-" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** Makes payloads with boundaries of one's own. */
    Payloads(Supplier<String> boundaries) {
        this.boundaries = boundaries;
    }

    /**
     * Makes the payload of a message; it reads the message each time that it is written.
     *
     * @param urls of the attachments that are in a store instead of the payload, by their place; the raw format has them all
     * @throws IOException if the message can't be read from where it is kept
     */
    Payload of(Format format, RawMessage raw, Message message, Envelope envelope, Map<Integer, String> urls)
            throws IOException {
        Classification kind = Classification.of(message);
        return switch (format) {
            case JSON -> new JsonPayload(message, envelope, urls, kind);
            case MULTIPART -> new MultipartPayload(message, envelope, urls, kind, boundaries.get());
            case RAW -> new RawPayload(raw, envelope, kind, boundaries.get());
        };
    }
}
