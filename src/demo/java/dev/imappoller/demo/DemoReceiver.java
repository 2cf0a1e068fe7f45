package dev.imappoller.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The web app of the demo: it hands on every message that is posted to it. */
final class DemoReceiver implements AutoCloseable {
    private static final int FAILURES = 3;
    private static final List<String> TELLING_HEADERS = List.of("Content-Type", "User-Agent", "webhook-id");

    private final HttpServer server;
    private final Consumer<ReceivedMessage> inbox;
    private final ObjectMapper json;
    private final Clock clock;
    private final ConcurrentHashMap<String, AtomicInteger> requests = new ConcurrentHashMap<>();

    private DemoReceiver(HttpServer server, Consumer<ReceivedMessage> inbox, ObjectMapper json, Clock clock) {
        this.server = server;
        this.inbox = inbox;
        this.json = json;
        this.clock = clock;
        server.createContext("/", exchange -> answer(exchange, 200));
        server.createContext("/flaky", exchange -> answer(exchange, count(exchange) <= FAILURES ? 503 : 200));
        server.createContext("/returns", exchange -> answer(exchange, count(exchange) == 1 ? 404 : 200));
    }

    /** Starts it on a port of its own choice; {@code /flaky} answers 503 at first, and {@code /returns} 404. */
    static DemoReceiver start(Consumer<ReceivedMessage> inbox, ObjectMapper json, Clock clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        DemoReceiver receiver = new DemoReceiver(server, inbox, json, clock);
        server.start();
        return receiver;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private int count(HttpExchange exchange) {
        return requests.computeIfAbsent(exchange.getRequestURI().getPath(), path -> new AtomicInteger())
                .incrementAndGet();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new LinkedHashMap<>();
            for (String name : TELLING_HEADERS) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                        .ifPresent(value -> headers.put(name, value));
            }
            String path = exchange.getRequestURI().getPath();
            inbox.accept(ReceivedMessage.of(clock.instant(), path, headers, body, status, json));
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
