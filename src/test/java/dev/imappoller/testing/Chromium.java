package dev.imappoller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with one tab, spoken to by the Chrome DevTools Protocol. */
public final class Chromium implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory = Directories.temporary("chromium");
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> underWay = new ConcurrentHashMap<>();
    private final ChildProcess process;
    private final WebSocket socket;
    private final String session;

    private Chromium() {
        process = ChildProcess.start(
                List.of(
                        program().orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox", // Which would need rights that a container doesn't give.
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + directory,
                        "about:blank"),
                Map.of(),
                directory);
        Await.until(START, process::output, () -> address().find());
        Matcher address = address();
        if (!address.find()) {
            throw new IllegalStateException(process.output());
        }
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address.group(1)), new Answers())
                .join();
        JsonNode target =
                send("", "Target.createTarget", JSON.createObjectNode().put("url", "about:blank"));
        ObjectNode attach = JSON.createObjectNode()
                .put("targetId", target.path("targetId").asText())
                .put("flatten", true);
        session = send("", "Target.attachToTarget", attach).path("sessionId").asText();
    }

    /** Whether it is installed: where it isn't, its tests are skipped. */
    public static boolean available() {
        return program().isPresent();
    }

    public static Chromium start() {
        return new Chromium();
    }

    /** Makes the tab a screen of this width, in CSS pixels, on a system with a light or dark theme. */
    public Chromium screen(int width, int height, String colorScheme) {
        command(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = JSON.createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", colorScheme);
        command("Emulation.setEmulatedMedia", media);
        return this;
    }

    /** Shows a document, whose scripts run. */
    public Chromium show(String html) {
        String frame = command("Page.getFrameTree", JSON.createObjectNode())
                .path("frameTree")
                .path("frame")
                .path("id")
                .asText();
        command(
                "Page.setDocumentContent",
                JSON.createObjectNode().put("frameId", frame).put("html", html));
        return this;
    }

    /** Goes to an address, and returns when something answers there. */
    public Chromium open(URI uri) {
        JsonNode answer = command("Page.navigate", JSON.createObjectNode().put("url", uri.toString()));
        if (answer.has("errorText")) {
            throw new IllegalStateException(answer.path("errorText").asText());
        }
        return this;
    }

    /** The value of a JavaScript expression in the tab. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = command(
                "Runtime.evaluate",
                JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** What the tab shows down to the end of its document, as PNG. */
    public byte[] picture() {
        int width = evaluate("innerWidth").asInt();
        int height = evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)")
                .asInt();
        ObjectNode how = JSON.createObjectNode().put("captureBeyondViewport", true);
        how.putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", width)
                .put("height", height)
                .put("scale", 1);
        return Base64.getDecoder()
                .decode(command("Page.captureScreenshot", how).path("data").asText());
    }

    @Override
    public void close() {
        socket.abort();
        process.close();
        Directories.delete(directory);
    }

    private JsonNode command(String method, ObjectNode parameters) {
        return send(session, method, parameters);
    }

    private JsonNode send(String session, String method, ObjectNode parameters) {
        int id = ids.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        underWay.put(id, answer);
        try {
            socket.sendText(message.toString(), true).get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            JsonNode answered = answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (answered.has("error")) {
                throw new IllegalStateException(method + ": " + answered.path("error"));
            }
            return answered.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + ": " + process.output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Chromium", e);
        }
    }

    private Matcher address() {
        return ADDRESS.matcher(process.output());
    }

    private static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
    }

    /** Puts messages together and hands each to whom it answers; events are of no interest. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    Optional.ofNullable(underWay.remove(message.path("id").asInt()))
                            .ifPresent(answer -> answer.complete(message));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    text.setLength(0);
                }
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
