package dev.imappoller.webhook;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A payload made ready to be sent, as often as redirects ask for. The payload of a small message is kept in memory. A large one, or one
 * that was made to become large, is written anew each time, so that it is never in memory as a whole.
 */
final class PreparedPayload {
    /** A message of up to this many octets is small. */
    private static final long SMALL = 1024 * 1024;

    /** A payload is mostly a little larger than its message: its header twice, its text escaped. */
    private static final int MORE = 4 * 1024;

    /** How much larger than its message a kept payload may be. A hostile message can become twenty times as large. */
    private static final int MUCH_MORE = 128 * 1024;

    private final Payload payload;
    private final @Nullable Buffer kept;
    private final long length;

    private PreparedPayload(Payload payload, @Nullable Buffer kept, long length) {
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
    static PreparedPayload of(Payload payload, long messageSize) throws IOException {
        if (messageSize > SMALL) {
            return streamed(payload);
        }
        KeepingOutputStream octets = new KeepingOutputStream((int) messageSize + MORE, mostKept(messageSize));
        try {
            payload.writeTo(octets);
        } catch (TooLargeException e) {
            return streamed(payload);
        }
        Buffer kept = octets.buffer;
        return new PreparedPayload(payload, kept, kept.length());
    }

    private static PreparedPayload streamed(Payload payload) throws IOException {
        return new PreparedPayload(payload, null, payload.contentLength());
    }

    /** What is kept of the payload of a small message at the most, in octets. */
    static int mostKept(long messageSize) {
        return (int) (messageSize + messageSize / 2 + MUCH_MORE);
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
        return Optional.ofNullable(kept);
    }

    /**
     * Writes the octets.
     *
     * @throws IOException if the message can't be read from where it is kept, or the octets can't be written
     */
    void writeTo(OutputStream out) throws IOException {
        if (kept != null) {
            out.write(kept.getBytes());
        } else {
            payload.writeTo(out);
        }
    }

    /** There is more than is kept. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Appends up to a limit to a buffer, which is sent without being copied once more. */
    private static final class KeepingOutputStream extends OutputStream {
        private final int most;
        private int fits;
        private Buffer buffer;

        private KeepingOutputStream(int expected, int most) {
            this.most = most;
            this.fits = expected;
            this.buffer = Buffer.buffer(expected);
        }

        @Override
        public void write(int octet) throws IOException {
            makeRoom(1);
            buffer.appendByte((byte) octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            makeRoom(length);
            buffer.appendBytes(octets, from, length);
        }

        /** Left to itself, the buffer would double. */
        private void makeRoom(int more) throws TooLargeException {
            if (more > most - buffer.length()) {
                throw new TooLargeException();
            }
            if (more > fits - buffer.length()) {
                buffer = Buffer.buffer(most).appendBuffer(buffer);
                fits = most;
            }
        }
    }
}
