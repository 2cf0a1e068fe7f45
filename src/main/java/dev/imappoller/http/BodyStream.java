package dev.imappoller.http;

import dev.imappoller.poller.endpoint.HttpRequests;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Hands a body over to the event loop, as fast as the connection takes it: a chunk is sent while the next one is made. */
final class BodyStream extends OutputStream {
    private static final int CHUNK = 128 * 1024;

    private final HttpClientRequest request;
    private final Future<?> reply;
    private final PostDeadline deadline;
    private Buffer chunk = Buffer.buffer();
    private Future<Void> before = Future.succeededFuture();

    /** The body could not be sent to its end, or need not be since the answer is there. */
    private static final class SendingEndedException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** @param reply ends the sending, whatever it is */
    BodyStream(HttpClientRequest request, Future<?> reply, PostDeadline deadline) {
        this.request = request;
        this.reply = reply;
        this.deadline = deadline;
    }

    /**
     * Sends a body and the end of the request.
     *
     * @return false if it was not sent to its end, since there is an answer, or the connection is lost, or the time is up
     * @throws IOException if the body can't be read
     */
    boolean send(HttpRequests.Body body) throws IOException {
        try {
            body.writeTo(this);
            waitFor(before);
            waitFor(request.end(chunk));
            return true;
        } catch (SendingEndedException e) {
            return false;
        }
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        int sent = 0;
        while (sent < length) {
            int part = Math.min(length - sent, CHUNK - chunk.length());
            chunk.appendBytes(octets, from + sent, part);
            sent += part;
            if (chunk.length() >= CHUNK) {
                Buffer full = chunk;
                chunk = Buffer.buffer(CHUNK);
                waitFor(before);
                before = request.write(full);
            }
        }
    }

    /** What is written counts, whether or not there is an answer already. */
    private void waitFor(Future<Void> written) throws IOException {
        try {
            if (!written.isComplete() && !reply.isComplete()) {
                Requests.await(Future.any(written, reply), deadline.left());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new SendingEndedException();
        }
        if (!written.succeeded()) {
            throw new SendingEndedException();
        }
    }
}
