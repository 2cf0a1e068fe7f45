package dev.imappoller.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What starts a peer's polls: the same Runtime API that starts the function's, so that both are timed alike. */
final class Events {

    /** One poll. */
    @FunctionalInterface
    interface Poll {
        /** Polls and returns how many messages were delivered. */
        int poll(int expected) throws Exception;
    }

    private static final String ROOT =
            "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/";

    private Events() {}

    /** Polls once for each event, which says how many messages there are, until the process is ended. */
    static void serve(HttpClient client, Poll poll) throws Exception {
        while (true) {
            HttpResponse<String> event = send(
                    client, HttpRequest.newBuilder(URI.create(ROOT + "next")).build());
            String id =
                    event.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
            int delivered = poll.poll(Integer.parseInt(event.body()));
            send(
                    client,
                    HttpRequest.newBuilder(URI.create(ROOT + id + "/response"))
                            .POST(HttpRequest.BodyPublishers.ofString(Integer.toString(delivered)))
                            .build());
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
