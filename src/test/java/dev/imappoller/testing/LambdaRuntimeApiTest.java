package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LambdaRuntimeApiTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final LambdaRuntimeApi api = LambdaRuntimeApi.start();
    private final HttpClient process = TestClients.http();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void handsTheEventOverAndTheAnswerBack() {
        CompletableFuture<String> event = process(" answered", "response");
        assertThat(api.invoke("{\"ö\":1}", BOUND)).isEqualTo("{\"ö\":1} answered");
        assertThat(event.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join()).isEqualTo("{\"ö\":1}");
    }

    @Test
    void tellsOfErrors() {
        CompletableFuture<String> event = process(" failed", "error");
        assertThatThrownBy(() -> api.invoke("{}", BOUND)).hasMessageContaining("{} failed");
        assertThat(event.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join()).isEqualTo("{}");
    }

    @Test
    void tellsOfAProcessThatCannotStart() {
        process.sendAsync(
                HttpRequest.newBuilder(uri("init/error"))
                        .POST(BodyPublishers.ofString("no such class"))
                        .build(),
                BodyHandlers.discarding());
        assertThat(api.invokeForReply("{}", BOUND)).isEqualTo(new LambdaRuntimeApi.Reply(true, "no such class"));
    }

    @Test
    void givesUpAtTheBound() {
        assertThatThrownBy(() -> api.invoke("{}", Duration.ofMillis(50)))
                .hasMessageContaining("no answer within 50 ms");
    }

    @Test
    void keepsAnEventFromAProcessThatIsGone() throws IOException {
        try (Socket killed = new Socket("127.0.0.1", uri("").getPort())) {
            killed.getOutputStream()
                    .write("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: a\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            Await.until(BOUND, "it never asks", () -> !api.requests().isEmpty());
            killed.setSoLinger(true, 0); // Reset, as by a kill.
        }
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> api.invoke("{}", BOUND));
        process(" answered", "response");
        assertThat(answer.join()).isEqualTo("{} answered");
    }

    private CompletableFuture<String> process(String suffix, String kind) {
        return process.sendAsync(HttpRequest.newBuilder(uri("invocation/next")).build(), BodyHandlers.ofString())
                .thenCompose(next -> {
                    String id = next.headers()
                            .firstValue("Lambda-Runtime-Aws-Request-Id")
                            .orElseThrow();
                    return process.sendAsync(
                                    HttpRequest.newBuilder(uri("invocation/" + id + "/" + kind))
                                            .POST(BodyPublishers.ofString(next.body() + suffix))
                                            .build(),
                                    BodyHandlers.discarding())
                            .thenApply(HttpResponse::statusCode)
                            .thenApply(status -> status == 202 ? next.body() : "status " + status);
                });
    }

    private URI uri(String path) {
        return URI.create("http://" + api.address() + "/2018-06-01/runtime/" + path);
    }
}
