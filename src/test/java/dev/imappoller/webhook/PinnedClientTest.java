package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.http.HttpClients;
import dev.imappoller.http.PostDeadline;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.url.WebUrl;
import dev.imappoller.testing.Receiver;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens between a connection being taken from the kept ones and the request being sent on it. */
class PinnedClientTest {
    /** Of so many, one at the least was lost each time while a request could end after its last octet. */
    private static final int POSTS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final Receiver receiver = Receiver.http();
    private final Queue<Throwable> failures = new ArrayDeque<>();
    private final PinnedClient client =
            new PinnedClient(failingFirst(HttpClients.open(vertx, TrustedCertificates.load(Optional.empty()), 2)));

    @AfterEach
    void close() {
        client.close();
        receiver.close();
        vertx.close();
    }

    @Test
    void takesAnotherConnectionWhereAKeptOneWasClosedBeforeAnythingWasSent() throws IOException {
        failures.add(new HttpClosedException("Connection was closed"));
        failures.add(new VertxException("Connection was closed", true));

        assertThat(post().status()).isEqualTo(200);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void givesUpWhereEveryConnectionIsClosedAtOnce() throws IOException {
        failures.addAll(Collections.nCopies(1000, new HttpClosedException("Connection was closed")));

        assertThat(post().failure()).get().extracting(Answer.None::cause).isEqualTo(Cause.NOT_CONNECTED);
        assertThat(failures).hasSizeGreaterThan(900);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void asksAnAddressThatRefusesOnce() throws IOException {
        failures.add(new ConnectException("Connection refused"));

        assertThat(post().failure()).get().extracting(Answer.None::cause).isEqualTo(Cause.NOT_CONNECTED);
        assertThat(receiver.requests()).isEmpty();
    }

    /** A web app that answers at once may have read the last octet before the client has said that it was the last. */
    @Test
    void countsTheAnswerToEveryRequestThatWasSentToItsEnd() throws IOException {
        PreparedPayload ofWholeChunks = PreparedPayload.of(new Zeros(256 * 1024), Long.MAX_VALUE);

        for (int i = 0; i < POSTS; i++) {
            assertThat(post(ofWholeChunks).failure()).isEmpty();
            assertThat(receiver.requests()).hasSize(1);
            receiver.forget();
        }
    }

    private PinnedClient.Response post() throws IOException {
        return post(PreparedPayload.of(new Braces(), 2));
    }

    private PinnedClient.Response post(PreparedPayload body) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap().set("Content-Length", Long.toString(body.length()));
        return client.post(
                new PinnedClient.Request(
                        WebUrl.parse(receiver.uri("/in").toString()),
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), receiver.port())),
                        fields,
                        body),
                new PostDeadline(Duration.ofSeconds(30)));
    }

    /** A client whose requests fail with what {@link #failures} has, and are real ones after that. */
    private HttpClient failingFirst(HttpClient real) {
        return (HttpClient) Proxy.newProxyInstance(
                HttpClient.class.getClassLoader(), new Class<?>[] {HttpClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("request") && !failures.isEmpty()) {
                        return Future.failedFuture(failures.remove());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private record Zeros(int count) implements Payload {
        @Override
        public String contentType() {
            return "application/octet-stream";
        }

        @Override
        public long contentLength() {
            return count;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(new byte[count]);
        }
    }
}
