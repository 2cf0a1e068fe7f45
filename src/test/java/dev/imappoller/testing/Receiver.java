package dev.imappoller.testing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The web app's side: an HTTP or HTTPS server that records every request and answers as it is told, or not at all. */
public final class Receiver implements AutoCloseable {

    private final Listener listener;
    private final String scheme;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private int arrived;
    private volatile Answer otherwise = Answers.status(200);

    private Receiver(Optional<TlsServer> tls) {
        scheme = tls.isPresent() ? "https" : "http";
        listener = new Listener("receiver", tls, this::serve);
    }

    /** Plain HTTP. Until told otherwise, it answers 200 to everything. */
    public static Receiver http() {
        return new Receiver(Optional.empty());
    }

    /** HTTPS with a certificate of choice. */
    public static Receiver https(Identity identity) {
        return https(TlsServer.with(identity));
    }

    /** HTTPS as one likes. */
    public static Receiver https(TlsServer tls) {
        return new Receiver(Optional.of(tls));
    }

    /** The address of a path, by IP address. */
    public URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + port() + path);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** Answers a path (without the query) in one way from now on. */
    public Receiver on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers a path as the function says; it sees the whole request. */
    public Receiver on(String path, Function<Request, Answer> function) {
        return on(path, byFunction(function));
    }

    /** Answers all other paths in one way from now on. */
    public Receiver otherwise(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** Answers all other paths as the function says; it sees the whole request. */
    public Receiver otherwise(Function<Request, Answer> function) {
        return otherwise(byFunction(function));
    }

    /** All requests until now, in the order of arrival. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The requests for a path until now, in the order of arrival. */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Waits until there are so many requests, and returns all that there are. */
    public List<Request> awaitRequests(int count, Duration bound) {
        Await.until(bound, () -> count + " requests, there are " + requests, () -> requests.size() >= count);
        return requests();
    }

    /** How many connections were made, those included on which there was no request or no TLS handshake. */
    public int connections() {
        return listener.connections();
    }

    /** Forgets requests; answers stay. */
    public void forget() {
        requests.clear();
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Wire wire) throws IOException {
        int connection = connections.incrementAndGet();
        HttpReader reader = new HttpReader(wire.in(), wire.out());
        boolean open = true;
        while (open) {
            HttpReader.Head head = reader.head();
            Answer answer = answers.getOrDefault(head.path(), otherwise);
            byte[] body = reader.body(head, answer.bodyLimit());
            // Recorded before the answer, so that whoever got the answer finds it.
            Request request = record(head, connection, body);
            open = answer.write(request, wire) && !head.has("connection", "close");
        }
    }

    private synchronized Request record(HttpReader.Head head, int connection, byte[] body) {
        Request request =
                new Request(++arrived, connection, head.method(), head.path(), head.query(), head.headers(), body);
        requests.add(request);
        return request;
    }

    private static Answer byFunction(Function<Request, Answer> function) {
        return (request, wire) -> function.apply(request).write(request, wire);
    }
}
