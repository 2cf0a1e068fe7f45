package dev.imappoller.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Hands a request's body over to the event loop, as fast as the connection takes it: a chunk is sent while the next one is made. The last
 * octet goes with the end of the request. If the end followed alone, the answer could come before it, and seem to come too early.
 */
public final class BodyStream extends OutputStream {
    private static final int CHUNK = 128 * 1024;

    private final WriteStream<Buffer> request;
    private final Wait wait;
    private Buffer chunk = Buffer.buffer();
    private Future<Void> before = Future.succeededFuture();

    /** How long the writer waits for the event loop. */
    @FunctionalInterface
    public interface Wait {
        /** @throws EndedException if it can't be written, or need not be */
        void until(Future<Void> written) throws EndedException;
    }

    /** The body was not sent to its end: the connection is lost, the time is up, or there is an answer. */
    public static final class EndedException extends IOException {
        private static final long serialVersionUID = 1;

        public EndedException(String message) {
            super(message);
        }
    }

    public BodyStream(WriteStream<Buffer> request, Wait wait) {
        this.request = request;
        this.wait = wait;
    }

    @Override
    public void write(int octet) throws IOException {
        sendFullChunk();
        chunk.appendByte((byte) octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        int taken = 0;
        while (taken < length) {
            sendFullChunk();
            int part = Math.min(length - taken, CHUNK - chunk.length());
            chunk.appendBytes(octets, from + taken, part);
            taken += part;
        }
    }

    /** Sends what is left, and with it the end of the request. */
    public void end() throws EndedException {
        wait.until(before);
        wait.until(request.end(chunk));
    }

    private void sendFullChunk() throws EndedException {
        if (chunk.length() == CHUNK) {
            Buffer full = chunk;
            chunk = Buffer.buffer(CHUNK);
            wait.until(before);
            before = request.write(full);
        }
    }
}
