package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Receiver receiver = Receiver.http();
    private final HttpClient client = TestClients.http();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void recordsWhatItGot() throws Exception {
        post("/a%20b?x=1&y", "höllo");

        Request request = receiver.awaitRequests(1, BOUND).get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.query()).isEqualTo("x=1&y");
        assertThat(request.header("X-Test")).hasValue("one");
        assertThat(request.headers()).containsEntry("x-test", List.of("one", "two"));
        assertThat(request.text()).isEqualTo("höllo");
    }

    @Test
    void answersByPathFunctionOrTurn() throws Exception {
        receiver.on("/busy", Answers.response(503, "busy", "Retry-After: 120"))
                .on("/moved", Answers.redirect(308, "/busy"))
                .on("/lost", Answers.status(302))
                .on("/turn", Answers.inTurn(Answers.status(500), Answers.status(204)))
                .otherwise(request -> Answers.status(request.text().equals("good") ? 201 : 422));

        assertThat(post("/busy", "").headers().firstValue("Retry-After")).hasValue("120");
        assertThat(post("/moved", "").headers().firstValue("Location")).hasValue("/busy");
        assertThat(post("/lost", "").headers().firstValue("Location")).isEmpty();
        assertThat(List.of(
                        post("/turn", "").statusCode(),
                        post("/turn", "").statusCode(),
                        post("/turn", "").statusCode()))
                .containsExactly(500, 204, 204);
        assertThat(post("/any", "good").statusCode()).isEqualTo(201);
        assertThat(post("/any", "bad").statusCode()).isEqualTo(422);
        assertThat(receiver.requests("/any")).extracting(Request::text).containsExactly("good", "bad");
        assertThat(receiver.connections()).as("kept alive").isEqualTo(1);
    }

    @Test
    void readsChunkedBodiesAndTellsToContinue() throws Exception {
        byte[] large = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        var chunked = HttpRequest.newBuilder(receiver.uri("/"))
                .POST(BodyPublishers.ofByteArrays(List.of(large, large)))
                .expectContinue(true);
        assertThat(client.send(chunked.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        assertThat(receiver.requests().get(0).body()).hasSize(200_000);
        assertThat(receiver.requests().get(0).header("transfer-encoding")).hasValue("chunked");
    }

    @Test
    void givesNoProperAnswer() {
        Stream.of(Answers.close(), Answers.reset(), Answers.garbage(), Answers.truncated(200, "half", 8))
                .forEach(answer -> {
                    receiver.otherwise(answer);
                    assertThatThrownBy(() -> post("/", "x")).isInstanceOf(IOException.class);
                });
    }

    @Test
    void resetsInTheMiddleOfTheBody() {
        receiver.otherwise(Answers.reset().afterBodyBytes(1000));
        assertThatThrownBy(() -> post("/", "x".repeat(5_000_000))).isInstanceOf(IOException.class);
        assertThat(receiver.requests().get(0).body()).hasSize(1000);
    }

    @Test
    void hangsAndDrips() {
        receiver.on("/hang", Answers.hang()).on("/drip", Answers.drip(200, "x".repeat(100), Duration.ofMillis(50)));
        for (String path : List.of("/hang", "/drip")) {
            var request = HttpRequest.newBuilder(receiver.uri(path)).timeout(Duration.ofMillis(300));
            assertThatThrownBy(() -> client.send(request.build(), BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void dripsAWholeAnswer() throws Exception {
        receiver.otherwise(Answers.drip(200, "drop by drop", Duration.ofMillis(1)));
        assertThat(post("/", "").body()).isEqualTo("drop by drop");
        assertThat(post("/", "").body()).isEqualTo("drop by drop");
    }

    @Test
    void holdsAnAnswerBack() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        receiver.otherwise(Answers.when(latch, Answers.status(202)));
        var answer = client.sendAsync(HttpRequest.newBuilder(receiver.uri("/")).build(), BodyHandlers.discarding());
        receiver.awaitRequests(1, BOUND);
        assertThat(answer).isNotDone();
        latch.countDown();
        assertThat(answer.get(BOUND.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    @Test
    void sendsWithoutEnd() throws Exception {
        receiver.on("/huge", Answers.huge(200, 10_000_000))
                .on("/body", Answers.endless(200))
                .on("/header", Answers.endlessHeader(200));
        assertThat(post("/huge", "").body()).hasSize(10_000_000);
        try (var body = client.send(
                        HttpRequest.newBuilder(receiver.uri("/body")).build(), BodyHandlers.ofInputStream())
                .body()) {
            assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
        }
        try (Socket socket = new Socket("127.0.0.1", receiver.port())) {
            socket.getOutputStream().write("GET /header HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
        }
    }

    @Test
    void closesWithoutAWord() throws Exception {
        receiver.otherwise(Answers.status(200).thenClose());
        assertThat(post("/", "").headers().firstValue("Connection")).isEmpty();
        Await.until(BOUND, "the second answer on a new connection", () -> answersAgain() && receiver.connections() > 1);
    }

    @Test
    void silentServerSaysNothingAndClosedPortRefuses() throws Exception {
        try (SilentServer silent = SilentServer.start();
                Socket socket = new Socket("127.0.0.1", silent.port())) {
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(silent.connections()).isEqualTo(1);
        }
        int closed = Ports.closed();
        assertThatThrownBy(() -> new Socket("127.0.0.1", closed).close()).isInstanceOf(ConnectException.class);
    }

    private boolean answersAgain() {
        try {
            return post("/", "").statusCode() == 200;
        } catch (IOException e) {
            // The client wrote on the connection that was closed.
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(receiver.uri(path))
                        .header("X-Test", "one")
                        .header("X-Test", "two")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
