package dev.imappoller.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A payload made ready to be sent, as often as redirects ask for. That of a small message is kept in memory; that of a large one is
 * written anew each time, so that it never stands in memory as a whole.
 */
final class Body {
    /** A message of up to this many octets is small. */
    private static final long SMALL = 1024 * 1024;

    private final Payload payload;
    private final Optional<byte[]> kept;
    private final long length;

    private Body(Payload payload, Optional<byte[]> kept, long length) {
        this.payload = payload;
        this.kept = kept;
        this.length = length;
    }

    /**
     * Prepares a payload.
     *
     * @param messageSize of the message that it is made from, in octets
     * @throws IOException if the message can't be read from where it is kept
     */
    static Body of(Payload payload, long messageSize) throws IOException {
        if (messageSize > SMALL) {
            return new Body(payload, Optional.empty(), payload.contentLength());
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        payload.writeTo(octets);
        return new Body(payload, Optional.of(octets.toByteArray()), octets.size());
    }

    String contentType() {
        return payload.contentType();
    }

    /** The number of octets that {@link #writeTo} writes. */
    long length() {
        return length;
    }

    /** The octets, where they are in memory. */
    Optional<byte[]> kept() {
        return kept;
    }

    /**
     * Writes the octets.
     *
     * @throws IOException if the message can't be read from where it is kept, or the octets can't be written
     */
    void writeTo(OutputStream out) throws IOException {
        if (kept.isPresent()) {
            out.write(kept.get());
        } else {
            payload.writeTo(out);
        }
    }
}
