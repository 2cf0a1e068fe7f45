package dev.imappoller.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.HttpRequests;
import dev.imappoller.poller.endpoint.HttpRequests.Reply;
import dev.imappoller.poller.url.WebUrl;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.TestCertificates;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** By the client that reads one answer for each request. The stores of attachments are tried with the plain one. */
class GuardedRequestsTest {
    /** Of so many, answers that were asked for too late lost one at the least, each time that it was tried. */
    private static final int POSTS = 2000;

    private static Vertx vertx;

    private final Receiver receiver = Receiver.https(TestCertificates.trusted());
    private Duration atMost = Duration.ofSeconds(20);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void sendsARequestAndReadsTheAnswer() {
        receiver.otherwise(Answers.response(400, "{\"error\":\"ünlike\"}"));

        Reply reply = post(url("/token?p=1"));

        assertAnswered(reply, 400, "{\"error\":\"ünlike\"}");
        assertThat(receiver.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/token");
            assertThat(request.query()).isEqualTo("p=1");
            assertThat(request.header("Host")).contains("localhost:" + receiver.port());
            assertThat(request.header("Content-Type")).contains("text/canary");
            assertThat(request.header("User-Agent")).contains("imap-poller/test");
            assertThat(request.text()).isEqualTo("canary");
        });
    }

    @Test
    void followsNoRedirect() {
        receiver.on("/token", Answers.redirect(307, "/elsewhere"));

        assertAnswered(post(url("/token")), 307, "");

        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void sendsNothingWhereTheGuardForbidsIt() throws UnknownHostException {
        InetAddress metadata = InetAddress.getByName("169.254.169.254");
        TargetGuard guard = guard(true, host -> List.of(metadata));

        assertUnanswered(post(guard, url("/token")), Cause.FORBIDDEN_ADDRESS);
        assertUnanswered(post(guard(false, TargetGuard.Resolver.SYSTEM), url("/token")), Cause.FORBIDDEN_ADDRESS);
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void connectsToTheAddressThatWasChecked() throws UnknownHostException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        TargetGuard guard = guard(true, host -> List.of(loopback));

        URI unknownToTheDns = URI.create("https://localhost.invalid:" + receiver.port() + "/");

        assertUnanswered(post(guard, unknownToTheDns), Cause.TLS); // It got there, and found the name wrong.
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void trustsNoUnknownCertificate() {
        try (Receiver untrusted = Receiver.https(TestCertificates.untrusted())) {
            URI url = URI.create("https://localhost:" + untrusted.port() + "/");

            assertUnanswered(post(url), Cause.TLS);

            assertThat(untrusted.requests()).isEmpty();
        }
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        receiver.on("/close", Answers.close())
                .on("/garbage", Answers.garbage())
                .on("/hang", Answers.hang())
                .on("/huge", Answers.huge(200, 10_000_000))
                .on("/truncated", Answers.truncated(200, "{", 50));

        assertUnanswered(post(URI.create("https://localhost:" + Ports.closed() + "/")), Cause.NOT_CONNECTED);
        assertUnanswered(post(url("/close")), Cause.CONNECTION_LOST);
        assertUnanswered(post(url("/truncated")), Cause.CONNECTION_LOST);
        assertUnanswered(post(url("/huge")), Cause.NOT_HTTP);
        assertUnanswered(post(url("/garbage")), Cause.NOT_HTTP);
        atMost = Duration.ofMillis(300);
        assertThat(post(url("/hang"))).isInstanceOf(Reply.Unanswered.class);
    }

    @Test
    void takesOneFinalAnswerAndNoInterimOne() {
        receiver.otherwise(Answers.raw("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Hints\r\nLink: <a>\r\n\r\n"
                + "HTTP/1.1 400 No\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"));

        assertAnswered(post(url("/token")), 400, "{}");
        receiver.otherwise(Answers.raw("HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n{}\r\n\r\n"));
        assertUnanswered(post(url("/token")), Cause.NOT_HTTP);
    }

    @Test
    void readsAnAnswerThatIsThereBeforeItIsWaitedFor() throws InterruptedException, ExecutionException {
        atMost = Duration.ofMinutes(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Receiver quick = Receiver.http()) {
            quick.otherwise(Answers.response(200, "{}"));
            Callable<Reply> one = () -> post(quick.uri("/token"));
            for (Future<Reply> reply : threads.invokeAll(Collections.nCopies(POSTS, one))) {
                assertAnswered(reply.get(), 200, "{}");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private URI url(String path) {
        return URI.create("https://localhost:" + receiver.port() + path);
    }

    private Reply post(URI url) {
        return post(guard(true, TargetGuard.Resolver.SYSTEM), url);
    }

    private Reply post(TargetGuard guard, URI url) {
        TrustedCertificates trusted = TrustedCertificates.load(Optional.of(TestCertificates.caFile()));
        byte[] body = "canary".getBytes(StandardCharsets.US_ASCII);
        HttpRequests.Request request = new HttpRequests.Request(
                "POST",
                WebUrl.parse(url.toString()),
                Map.of("Content-Type", "text/canary"),
                body.length,
                out -> out.write(body));
        try (HttpRequests requests =
                new GuardedRequests(HttpClients.open(vertx, trusted, 1), guard, "imap-poller/test")) {
            return requests.send(request, atMost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TargetGuard guard(boolean allowPrivateNetworks, TargetGuard.Resolver resolver) {
        return new TargetGuard(new TargetGuard.Rules(allowPrivateNetworks, true, Optional.empty()), resolver);
    }

    private static void assertAnswered(Reply reply, int status, String body) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(status);
            assertThat(answered.body()).isEqualTo(body);
        });
    }

    private static void assertUnanswered(Reply reply, Cause cause) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Unanswered.class, none -> {
            assertThat(none.cause()).as(none.detail()).isEqualTo(cause);
            assertThat(none.detail()).isNotBlank();
        });
    }
}
