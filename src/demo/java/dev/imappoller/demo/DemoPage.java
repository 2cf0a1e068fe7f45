package dev.imappoller.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imappoller.page.StatusPage;
import dev.imappoller.page.Theme;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The demo in a browser: the function's own status page and, below it, what the demo's web app got. It keeps itself fresh. */
final class DemoPage implements AutoCloseable {
    /** Outlives a restart by Quarkus's dev mode, so that the page stays where the browser looks for it. */
    private static final String PORT_IN_USE = "demo.page.port-in-use";

    private static final String JSON = "application/json";

    /** Of a request: an event of a button has less than a thousand. */
    private static final int MOST_OCTETS = 100_000;

    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A message as the page shows it. */
    record Row(String time, ReceivedMessage message, String files) {
        static Row of(ReceivedMessage message) {
            String files = message.attachments().stream()
                    .map(ReceivedMessage.Attachment::name)
                    .collect(Collectors.joining(", "));
            return new Row(TIME.format(message.at()), message, files);
        }
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance page(String live);

        static native TemplateInstance live(String status, boolean ownWebApp, List<Row> rows);
    }

    /** What the page's buttons call. */
    interface Function {
        /** Sends an event, and returns the answer, both in JSON. */
        String send(String event) throws IOException, InterruptedException;
    }

    private interface Content {
        String of(String request) throws IOException;
    }

    private DemoPage(HttpServer server, Supplier<String> live, Function function) {
        this.server = server;
        server.setExecutor(threads);
        serve("GET", "/", "text/html", nothing -> Templates.page(live.get()).render());
        serve("GET", "/live", "text/html", nothing -> live.get());
        for (String script : List.of("/live.js", "/buttons.js")) {
            serve("GET", script, "text/javascript", nothing -> resource("/page" + script));
        }
        serve("POST", "/call", JSON, event -> call(function, event));
        server.start();
    }

    /**
     * Starts it.
     *
     * @param wanted the port, or another where that is taken
     * @param ownWebApp whether messages go to the demo's own web app
     */
    static DemoPage start(
            int wanted, StatusPage status, boolean ownWebApp, ReceivedMessages messages, Function function)
            throws IOException {
        HttpServer server = bind(Integer.getInteger(PORT_IN_USE, wanted));
        System.setProperty(PORT_IN_USE, Integer.toString(server.getAddress().getPort()));
        return new DemoPage(
                server,
                () -> Templates.live(
                                status.html(Theme.SYSTEM),
                                ownWebApp,
                                messages.all().stream().map(Row::of).toList())
                        .render(),
                function);
    }

    String uri() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer bind(int port) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try {
            return HttpServer.create(new InetSocketAddress(here, port), 0);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(here, 0), 0);
        }
    }

    private void serve(String method, String path, String type, Content content) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answer(exchange, method, path, type, content);
            }
        });
    }

    private static void answer(HttpExchange exchange, String method, String path, String type, Content content)
            throws IOException {
        int refusal = refusal(exchange, method, path);
        if (refusal != 0) {
            exchange.sendResponseHeaders(refusal, -1);
            return;
        }
        String request = new String(exchange.getRequestBody().readNBytes(MOST_OCTETS), StandardCharsets.UTF_8);
        byte[] body = content.of(request).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The HTTP status of a request that is not served; 0 for one that is. */
    private static int refusal(HttpExchange exchange, String method, String path) {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        // A site on the internet may have its name lead here, to read along.
        if (!OWN_NAMES.contains(host.replaceFirst(":\\d+$", ""))) {
            return 403;
        }
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals(method)) {
            return 405;
        }
        // And it may have a browser post here. Of JSON the browser asks before, and gets no leave.
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        return method.equals("POST") && !type.equals(JSON) ? 415 : 0;
    }

    private static String call(Function function, String event) throws IOException {
        try {
            return function.send(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the demo is being stopped", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DemoPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
