package dev.imappoller.webhook;

import io.vertx.core.buffer.Buffer;
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

    /** A payload is mostly a little larger than its message: its header twice, its text escaped. */
    private static final int MORE = 4 * 1024;

    private final Payload payload;
    private final Optional<Buffer> kept;
    private final long length;

    private Body(Payload payload, Optional<Buffer> kept, long length) {
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
        Buffer octets = Buffer.buffer((int) messageSize + MORE);
        payload.writeTo(new BufferOutputStream(octets));
        return new Body(payload, Optional.of(octets), octets.length());
    }

    String contentType() {
        return payload.contentType();
    }

    /** The number of octets that {@link #writeTo} writes. */
    long length() {
        return length;
    }

    /** The octets, where they are in memory. */
    Optional<Buffer> kept() {
        return kept;
    }

    /**
     * Writes the octets.
     *
     * @throws IOException if the message can't be read from where it is kept, or the octets can't be written
     */
    void writeTo(OutputStream out) throws IOException {
        if (kept.isPresent()) {
            out.write(kept.get().getBytes());
        } else {
            payload.writeTo(out);
        }
    }

    /** Appends to a buffer, which is sent without being copied once more. */
    private static final class BufferOutputStream extends OutputStream {
        private final Buffer buffer;

        private BufferOutputStream(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void write(int octet) {
            buffer.appendByte((byte) octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            buffer.appendBytes(octets, from, length);
        }
    }
}
