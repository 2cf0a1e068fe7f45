package dev.imappoller;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.EmbeddedMetricFormat;
import dev.imappoller.testing.FifoQueue;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.OnlyFor;
import dev.imappoller.testing.Packaging;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table in segments, from the tick to the web app: the built zip as the poll function and as several segment functions. */
@EnabledOnOs(OS.LINUX)
class SegmentsIT {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final int POLLERS = 24;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private final FifoQueue queue = FifoQueue.start();
    private final Receiver receiver = Receiver.http();
    private final List<AutoCloseable> started = new ArrayList<>();
    private DynamoDbLocal database;
    private ImapServer server;

    private record Function(LambdaRuntimeApi runtime, FunctionProcess process) {
        JsonPath invoke(String event) {
            return JsonPath.from(runtime.invoke(event, BOUND));
        }
    }

    @BeforeEach
    void start() {
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        server = Dovecot.available()
                ? Dovecot.start(TestCertificates.trusted())
                : MailServer.start(TestCertificates.trusted());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        queue.close();
        receiver.close();
        server.close();
        database.close();
    }

    @Test
    void mailFromPollersOfAllSegmentsArrivesExactlyOnce() {
        putPollersWithMail();
        Function poll = function("poll", Map.of("SEGMENTS", "4", "WORK_QUEUE_URL", queue.url()));

        JsonPath report = poll.invoke("{}");

        assertThat(report.getString("error")).isNull();
        assertThat(report.getString("done")).contains("4 segments");
        assertThat(report.getInt("polled")).isZero();
        assertThat(poll.process().output()).contains("\"event\":\"handedOut\"").doesNotContain("\"Runs\"");
        List<FifoQueue.Message> messages = queue.messages();
        assertThat(messages).hasSize(4);
        assertThat(receiver.requests()).isEmpty();

        Function segment = function("segment", Map.of("SEGMENTS", "4"));
        for (FifoQueue.Message message : messages) {
            assertDone(segment.invoke(message.event()));
        }

        arrivedExactlyOnce();
        assertThat(polledInRunsOf(segment)).hasSize(4).allMatch(polled -> polled < POLLERS);
        assertThat(polledInRunsOf(segment).stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(POLLERS);
        Map<String, List<Double>> figures = EmbeddedMetricFormat.byName(EmbeddedMetricFormat.metrics(
                EmbeddedMetricFormat.linesOf(segment.process().output())));
        assertThat(figures.get("Runs")).containsExactly(1.0, 1.0, 1.0, 1.0);
        assertThat(figures.get("Delivered").stream().mapToDouble(d -> d).sum()).isEqualTo(POLLERS);
        assertThat(segmentLeases()).isEmpty();

        // They waited too long, or come twice: nobody is due, and nothing happens.
        messages.forEach(message -> assertDone(segment.invoke(message.event())));
        arrivedExactlyOnce();
    }

    @Test
    void ofTwoFunctionsWithOneSegmentOneWorks() {
        putPollersWithMail();
        receiver.otherwise(Answers.after(Duration.ofSeconds(3), Answers.status(200)));
        Function first = function("segment", Map.of());
        Function second = function("segment", Map.of());
        String event = new FifoQueue.Message("segment-0", "a", "{\"segment\":0,\"of\":1}").event();
        String none = "{\"Records\":[]}";
        first.invoke(none);
        second.invoke(none);

        CompletableFuture<JsonPath> working = CompletableFuture.supplyAsync(() -> first.invoke(event), THREADS);
        Await.until(
                BOUND,
                () -> first.process().output(),
                () -> !receiver.requests().isEmpty());
        assertThat(segmentLeases()).containsExactly("segment#0");
        assertDone(second.invoke(event));

        assertThat(working).isNotDone();
        assertThat(second.process().output()).contains("\"event\":\"segmentHeld\"", "\"segment\":0");
        assertThat(polledInRunsOf(second)).isEmpty();
        assertDone(working.join());
        assertThat(polledInRunsOf(first)).containsExactly(POLLERS);
        arrivedExactlyOnce();
        assertThat(segmentLeases()).isEmpty();
    }

    @Test
    void splitsThatDifferDeliverEachMessageOnce() {
        putPollersWithMail();
        receiver.otherwise(Answers.after(Duration.ofMillis(300), Answers.status(200)));
        Function three = function("segment", Map.of());
        Function two = function("segment", Map.of());

        CompletableFuture<Void> threes = CompletableFuture.runAsync(() -> invokeAll(three, 3), THREADS);
        CompletableFuture<Void> twos = CompletableFuture.runAsync(() -> invokeAll(two, 2), THREADS);
        CompletableFuture.allOf(threes, twos).join();
        invokeAll(two, 2); // What was left to another run that did not come to it.
        invokeAll(three, 3);

        arrivedExactlyOnce();
    }

    @Test
    void whatIsNoSegmentIsLoggedAndDone() {
        Function segment = function("segment", Map.of());
        List<String> bodies = List.of(
                "", "{", "null", "[]", "{}", "{\"segment\":4,\"of\":4}", "{\"segment\":\"0\",\"of\":1}", "canary");

        for (String body : bodies) {
            assertDone(segment.invoke(new FifoQueue.Message("g", "d", body).event()));
        }

        assertThat(segment.process().output().lines().filter(line -> line.contains("\"event\":\"runFailed\"")))
                .hasSize(bodies.size());
        assertThat(segment.process().output()).doesNotContain("canary");
        assertThat(segment.process().isAlive()).isTrue();
    }

    @Test
    void aTableThatIsGoneIsLoggedAndDone() {
        database.client().deleteTable(request -> request.tableName("pollers"));
        Function segment = function("segment", Map.of());

        assertDone(segment.invoke(new FifoQueue.Message("g", "d", "{\"segment\":1,\"of\":4}").event()));

        assertThat(segment.process().output()).contains("\"event\":\"runFailed\"", "POLLERS_TABLE");
        assertThat(segmentLeases()).isEmpty();
    }

    @Test
    void saysWhatCouldNotBeHandedOut() {
        Function poll = function("poll", Map.of("SEGMENTS", "12", "WORK_QUEUE_URL", queue.url()));
        queue.refuse("segment-11");
        assertThat(poll.invoke("{}").getString("error")).contains("1 of 12 segments could not be handed out");
        assertThat(queue.messages()).hasSize(11);
        assertThat(poll.process().output()).contains("\"event\":\"handOutFailed\"", "\"segments\":1");

        Function without = function("poll", Map.of("SEGMENTS", "2"));
        assertThat(without.invoke("{}").getString("error")).contains("WORK_QUEUE_URL");
    }

    @Test
    @OnlyFor(value = Packaging.JVM, because = "an executable loads no classes")
    void withoutSegmentsNoClassOfSqsIsLoaded(@TempDir Path directory) {
        putPollersWithMail();
        FunctionProcess.unpack(directory);
        LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
        started.add(runtime);
        ChildProcess process = FunctionProcess.startUnpacked(
                directory,
                List.of("-verbose:class", "-XX:TieredStopAtLevel=1"),
                runtime,
                environment("poll", Map.of()));
        started.add(0, process);

        assertThat(JsonPath.from(runtime.invoke("{}", BOUND)).getInt("delivered"))
                .isEqualTo(POLLERS);

        assertThat(process.output())
                .contains("software.amazon.awssdk.services.dynamodb.DynamoDbClient")
                .doesNotContain("software.amazon.awssdk.services.sqs");
    }

    private void invokeAll(Function function, int of) {
        IntStream.range(0, of)
                .mapToObj(i ->
                        new FifoQueue.Message("segment-" + i, "d" + i, "{\"segment\":" + i + ",\"of\":" + of + "}"))
                .forEach(message -> assertDone(function.invoke(message.event())));
    }

    private void arrivedExactlyOnce() {
        assertThat(receiver.requests()).hasSize(POLLERS);
        assertThat(receiver.requests().stream()
                        .map(Request::text)
                        .map(text -> text.replaceAll("(?s).*(mail-of-p[0-9]+-).*", "$1"))
                        .collect(toSet()))
                .isEqualTo(IntStream.range(0, POLLERS)
                        .mapToObj(i -> "mail-of-p" + i + "-")
                        .collect(toSet()));
    }

    private static void assertDone(JsonPath answer) {
        assertThat(answer.getList("batchItemFailures")).isEmpty();
    }

    private static List<Integer> polledInRunsOf(Function function) {
        return function.process()
                .output()
                .lines()
                .filter(line -> line.startsWith("{") && line.contains("\"event\":\"run\""))
                .map(line -> JsonPath.from(line).getInt("polled"))
                .toList();
    }

    private Set<String> segmentLeases() {
        return database.client().scan(request -> request.tableName("state")).items().stream()
                .filter(item -> item.get("sk").s().equals("lease"))
                .map(item -> item.get("pk").s())
                .filter(pk -> pk.startsWith("segment#"))
                .collect(toSet());
    }

    private void putPollersWithMail() {
        for (int i = 0; i < POLLERS; i++) {
            String user = "p" + i;
            server.append(user, "INBOX", TestMail.message("mail-of-p" + i + "-"));
            database.client()
                    .putItem(request -> request.tableName("pollers")
                            .item(Map.of(
                                    "pollerId", AttributeValue.fromS(user),
                                    "host", AttributeValue.fromS("localhost"),
                                    "port", AttributeValue.fromN(Integer.toString(server.imapsPort())),
                                    "username", AttributeValue.fromS(user),
                                    "password", AttributeValue.fromS(ImapServer.PASSWORD),
                                    "url",
                                            AttributeValue.fromS(
                                                    receiver.uri("/in").toString()))));
        }
    }

    private Function function(String export, Map<String, String> extra) {
        LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
        FunctionProcess process = FunctionProcess.start(runtime, environment(export, extra));
        started.add(process);
        started.add(runtime);
        return new Function(runtime, process);
    }

    private Map<String, String> environment(String export, Map<String, String> extra) {
        Map<String, String> environment = new HashMap<>(extra);
        environment.put("QUARKUS_FUNQY_EXPORT", export);
        environment.put("POLLERS_TABLE", "pollers");
        environment.put("STATE_TABLE", "state");
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());
        environment.putAll(database.environment());
        environment.put("AWS_ENDPOINT_URL_SQS", queue.endpoint().toString());
        return environment;
    }
}
