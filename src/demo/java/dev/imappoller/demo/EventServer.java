package dev.imappoller.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Quarkus's stand-in for Lambda: hands what is posted to it to the function, one event after the other. */
final class EventServer {
    /** Above the function's RUN_BUDGET, with another event waiting before this one. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(3);

    private final URI uri;
    private final HttpClient client = HttpClient.newHttpClient();

    EventServer(int port) {
        this.uri = URI.create("http://localhost:" + port);
    }

    URI uri() {
        return uri;
    }

    /** Sends an event, and returns the function's answer. */
    String send(String event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LONGEST_ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
