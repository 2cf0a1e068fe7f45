package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.IOException;
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
     * @throws IOException if the message can't be read from where it is kept
     */
    Payload of(Format format, RawMessage raw, Message message, Envelope envelope) throws IOException {
        return switch (format) {
            case JSON -> new JsonPayload(message, envelope);
            case MULTIPART -> new MultipartPayload(message, envelope, boundaries.get());
            case RAW -> new RawPayload(raw, envelope, boundaries.get());
        };
    }
}
