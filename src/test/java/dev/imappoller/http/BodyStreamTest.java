package dev.imappoller.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyStreamTest {
    private static final int CHUNK = 128 * 1024;

    private final Sent sent = new Sent();
    private final BodyStream out = new BodyStream(sent, written -> {});

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 5 * CHUNK})
    void sendsTheLastOctetWithTheEnd(int length) throws IOException {
        byte[] body = body(length);

        out.write(body, 0, length);
        out.end();

        assertThat(sent.octets.getBytes()).isEqualTo(body);
        assertThat(sent.lengths).allMatch(each -> each > 0 && each <= CHUNK);
        assertThat(sent.ended).isTrue();
    }

    @Test
    void sendsTheLastOctetWithTheEndWhereEachIsWrittenAlone() throws IOException {
        byte[] body = body(2 * CHUNK);

        for (byte octet : body) {
            out.write(octet);
        }
        assertThat(sent.lengths).containsExactly(CHUNK);
        out.end();

        assertThat(sent.octets.getBytes()).isEqualTo(body);
        assertThat(sent.lengths).containsExactly(CHUNK, CHUNK);
    }

    @Test
    void endsARequestWithoutABody() throws IOException {
        out.end();

        assertThat(sent.ended).isTrue();
        assertThat(sent.octets.length()).isZero();
    }

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i * 31 + i / CHUNK);
        }
        return body;
    }

    /** Takes everything at once. */
    private static final class Sent implements WriteStream<Buffer> {
        private final Buffer octets = Buffer.buffer();
        private final List<Integer> lengths = new ArrayList<>();
        private boolean ended;

        @Override
        public Future<Void> write(Buffer data) {
            assertThat(ended).isFalse();
            octets.appendBuffer(data);
            lengths.add(data.length());
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end(Buffer data) {
            Future<Void> written = write(data);
            ended = true;
            return written;
        }

        @Override
        public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void end(Handler<AsyncResult<Void>> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sent exceptionHandler(Handler<Throwable> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sent setWriteQueueMaxSize(int maxSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean writeQueueFull() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sent drainHandler(Handler<Void> handler) {
            throw new UnsupportedOperationException();
        }
    }
}
