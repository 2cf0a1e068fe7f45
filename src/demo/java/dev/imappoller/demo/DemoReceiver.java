package dev.imappoller.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The web app of the demo: it prints every message that is posted to it. */
final class DemoReceiver implements AutoCloseable {
    private static final int FAILURES = 3;

    private final HttpServer server;
    private final Consumer<String> screen;
    private final ObjectMapper json;
    private final ConcurrentHashMap<String, AtomicInteger> requests = new ConcurrentHashMap<>();

    private DemoReceiver(HttpServer server, Consumer<String> screen, ObjectMapper json) {
        this.server = server;
        this.screen = screen;
        this.json = json;
        server.createContext("/", exchange -> answer(exchange, 200));
        server.createContext("/flaky", exchange -> answer(exchange, count(exchange) <= FAILURES ? 503 : 200));
    }

    /** Starts it on a port of its own choice; {@code /flaky} answers 503 at first. */
    static DemoReceiver start(Consumer<String> screen, ObjectMapper json) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        DemoReceiver receiver = new DemoReceiver(server, screen, json);
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
            screen.accept(new ReceivedMessage(json).describe(exchange, body, status));
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
