package dev.imappoller.testing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * AWS Lambda's Runtime API on loopback: hands events to a function's process and takes its answers, as the service
 * does.
 */
public final class LambdaRuntimeApi implements AutoCloseable {

    /** What the process answered: the function's JSON, or the error it reported. */
    public record Reply(boolean error, String body) {}

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final int ACCEPTED = 202;

    /** What the process is told; nobody cuts it off. */
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** How often it is looked whether the waiting process is still there. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private record Invocation(String id, String event, CompletableFuture<Reply> reply) {}

    private final Receiver server = Receiver.http();
    private final BlockingDeque<Invocation> waiting = new LinkedBlockingDeque<>();
    private final Map<String, Invocation> underWay = new ConcurrentHashMap<>();
    private final CompletableFuture<Reply> initError = new CompletableFuture<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile Optional<ChildProcess> process = Optional.empty();

    private LambdaRuntimeApi() {
        server.on(ROOT + "invocation/next", (Answer) this::next)
                .on(ROOT + "init/error", this::initError)
                .otherwise(this::reply);
    }

    /** Starts it on a free port. */
    public static LambdaRuntimeApi start() {
        return new LambdaRuntimeApi();
    }

    /** Host and port, for {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        URI uri = server.uri("/");
        return uri.getHost() + ":" + uri.getPort();
    }

    /** Whose log a failure shows. */
    void isAskedBy(ChildProcess function) {
        process = Optional.of(function);
    }

    /** Invokes the function and returns its answer in JSON; fails if it reports an error or the bound is reached. */
    public String invoke(String event, Duration bound) {
        Reply reply = invokeForReply(event, bound);
        if (reply.error()) {
            throw new AssertionError("the function failed: " + reply.body());
        }
        return reply.body();
    }

    /** Invokes the function and returns its answer or error; fails if the bound is reached. */
    public Reply invokeForReply(String event, Duration bound) {
        Invocation invocation = new Invocation("request-" + ids.incrementAndGet(), event, new CompletableFuture<>());
        waiting.add(invocation);
        try {
            return (Reply)
                    CompletableFuture.anyOf(invocation.reply(), initError).get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String log = process.map(ChildProcess::output).orElse("");
            throw new AssertionError("no answer within " + bound.toMillis() + " ms; the function's log: " + log, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /** All that the process asked for or reported until now. */
    public List<Request> requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The process waits here, as long as it takes, until there is an event. */
    private boolean next(Request request, Wire wire) throws IOException {
        Optional<Invocation> event = waitForEvent(wire);
        if (event.isEmpty()) {
            return false;
        }
        Invocation invocation = event.get();
        underWay.put(invocation.id(), invocation);
        return Answers.response(
                        200,
                        invocation.event(),
                        "Content-Type: application/json",
                        "Lambda-Runtime-Aws-Request-Id: " + invocation.id(),
                        "Lambda-Runtime-Deadline-Ms: " + (System.currentTimeMillis() + DEADLINE.toMillis()),
                        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:test")
                .write(request, wire);
    }

    /** The next event, or none when the process is gone: then the event is for the one that is started after it. */
    private Optional<Invocation> waitForEvent(Wire wire) throws IOException {
        Optional<Invocation> event = Optional.empty();
        boolean stays = true;
        while (event.isEmpty() && stays) {
            event = poll();
            stays = false;
            try {
                stays = wire.clientStays(Duration.ofMillis(1));
            } finally {
                if (!stays) {
                    event.ifPresent(waiting::addFirst);
                }
            }
        }
        return stays ? event : Optional.empty();
    }

    private Optional<Invocation> poll() throws IOException {
        try {
            return Optional.ofNullable(waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Answer initError(Request request) {
        initError.complete(new Reply(true, request.text()));
        return Answers.status(ACCEPTED);
    }

    /** {@code invocation/ID/response} or {@code invocation/ID/error}. */
    private Answer reply(Request request) {
        String[] segments = request.path().split("/");
        String id = segments[segments.length - 2];
        Optional<Invocation> invocation = Optional.ofNullable(underWay.remove(id));
        invocation.ifPresent(
                each -> each.reply().complete(new Reply(request.path().endsWith("/error"), request.text())));
        return Answers.status(invocation.isPresent() ? ACCEPTED : 404);
    }
}
