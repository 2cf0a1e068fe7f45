package dev.imappoller.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Stands in front of DynamoDB Local, and answers in its place what a test tells it to. */
public final class DynamoProxy implements AutoCloseable {
    private static final String JSON = "application/x-amz-json-1.0";

    /**
     * A call of DynamoDB's API.
     *
     * @param operation such as PutItem
     * @param body in JSON
     */
    public record Call(String operation, String body) {
        /** Whether it is this operation, about an item whose keys hold this text. */
        public boolean is(String name, String text) {
            return operation.equals(name) && body.contains(text);
        }
    }

    /** What becomes of a call. */
    @FunctionalInterface
    public interface Reaction {
        /** DynamoDB answers. */
        Reaction PASS = (proxy, request, wire) -> proxy.forward(request).write(request, wire);

        /** There is no answer, and nothing is done. */
        Reaction HANG = (proxy, request, wire) -> Answers.hang().write(request, wire);

        boolean on(DynamoProxy proxy, Request request, Wire wire) throws IOException;

        /** DynamoDB refuses, with an exception of this name. */
        static Reaction error(String exception) {
            return (proxy, request, wire) -> refusal(exception).write(request, wire);
        }

        /** Something is done before the call reaches DynamoDB, which it then doesn't. */
        static Reaction insteadDo(Runnable action) {
            return (proxy, request, wire) -> {
                action.run();
                return false;
            };
        }

        /** Something is done after the call has been carried out, and its answer is lost. */
        static Reaction passThenDo(Runnable action) {
            return (proxy, request, wire) -> {
                proxy.forward(request);
                action.run();
                return false;
            };
        }
    }

    private final URI target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Receiver receiver = Receiver.http();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Reaction> reactions = call -> Reaction.PASS;

    private DynamoProxy(URI target) {
        this.target = target;
        receiver.otherwise((request, wire) -> {
            Call call = call(request);
            calls.add(call);
            return reactions.apply(call).on(this, request, wire);
        });
    }

    /** Starts one on a free port. */
    public static DynamoProxy to(URI endpoint) {
        return new DynamoProxy(endpoint);
    }

    /** For {@code AWS_ENDPOINT_URL}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + receiver.port());
    }

    /** What happens from now on. */
    public DynamoProxy reactions(Function<Call, Reaction> now) {
        reactions = now;
        return this;
    }

    /** All calls so far. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        receiver.close();
    }

    private static Call call(Request request) {
        String target = request.header("x-amz-target").orElse("");
        return new Call(target.substring(target.indexOf('.') + 1), request.text());
    }

    private Answer forward(Request request) throws IOException {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (String name : List.of("x-amz-target", "authorization", "content-type", "x-amz-date")) {
            request.header(name).ifPresent(value -> forwarded.header(name, value));
        }
        try {
            HttpResponse<byte[]> answer = client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            return Answers.response(answer.statusCode(), body, "Content-Type: " + JSON);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Answer refusal(String exception) {
        return Answers.response(
                400,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + exception + "\",\"message\":\"as the test wants\"}",
                "Content-Type: " + JSON);
    }

    /** Lets the first of some calls react in one way, and all others pass. */
    public static Function<Call, Reaction> once(Function<Call, Optional<Reaction>> which) {
        boolean[] done = {false};
        return call -> {
            synchronized (done) {
                Optional<Reaction> reaction = done[0] ? Optional.empty() : which.apply(call);
                done[0] = done[0] || reaction.isPresent();
                return reaction.orElse(Reaction.PASS);
            }
        };
    }
}
