package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.EmbeddedMetricFormat;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The figures that CloudWatch gets from the built function are those of what really happened. */
@EnabledOnOs(OS.LINUX)
class MetricsIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private DynamoDbLocal database;
    private ImapServer server;
    private Receiver receiver;
    private LambdaRuntimeApi runtime;

    @BeforeEach
    void start() {
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        server = Dovecot.available()
                ? Dovecot.start(TestCertificates.trusted())
                : MailServer.start(TestCertificates.trusted());
        receiver = Receiver.http();
        runtime = LambdaRuntimeApi.start();
    }

    @AfterEach
    void stop() {
        runtime.close();
        receiver.close();
        server.close();
        database.close();
    }

    @Test
    void publishesWhatHappenedInARunAndHowAllPollersStand() {
        receiver.otherwise(request -> Answers.status(
                request.text().contains("refused") ? 404 : request.text().contains("later") ? 503 : 200));
        server.append("busy", "INBOX", messages("fine", 120));
        server.append("busy", "INBOX", TestMail.message("refused"));
        server.append("busy", "INBOX", messages("later", 2));
        server.append("behind", "INBOX", messages("fine", 5));
        server.append("poison", "INBOX", TestMail.message("later"));
        put("busy", Map.of("username", s("busy"), "maxMessages", n(500)));
        put("behind", Map.of("username", s("behind"), "maxMessages", n(2)));
        put("poison", Map.of("username", s("poison"), "maxAttempts", n(1)));
        put("idle", Map.of("username", s("idle")));
        put("down", Map.of("username", s("idle"), "port", n(Ports.closed())));
        put("refused", Map.of("username", s("idle"), "password", s("wrong")));
        // Those that the run does not poll: not due, with what an earlier run left in the item, and disabled.
        Map<String, AttributeValue> notDue = Map.of(
                "lastPollAt", s(Instant.now().toString()),
                "intervalMinutes", n(60),
                "unreadCount", n(7),
                "oldestUnreadAt", s(Instant.now().minusSeconds(5000).toString()));
        put("not-due", with(notDue, "status", s("AUTH_FAILED")));
        put("off", with(with(notDue, "status", s("AUTH_FAILED")), "enabled", AttributeValue.fromBool(false)));

        try (FunctionProcess function = FunctionProcess.start(runtime, environment(Map.of()))) {
            JsonPath report = JsonPath.from(runtime.invoke("{}", BOUND));
            List<JsonNode> lines = EmbeddedMetricFormat.linesOf(function.output());
            Map<EmbeddedMetricFormat.Metric, List<Double>> metrics = EmbeddedMetricFormat.metrics(lines);
            Map<String, List<Double>> figures = EmbeddedMetricFormat.byName(metrics);

            assertThat(metrics.keySet()).allSatisfy(metric -> {
                assertThat(metric.namespace()).isEqualTo("ImapPoller");
                assertThat(metric.dimensions()).isEqualTo(Map.of("Stack", "a-stack"));
            });
            assertThat(figures.get("Runs")).containsExactly(1.0);
            assertThat(figures.get("Polls")).containsExactly(6.0);
            assertThat(sum(figures, "Delivered")).isEqualTo(122);
            assertThat(sum(figures, "Rejected")).isEqualTo(1);
            assertThat(sum(figures, "Deferred")).isEqualTo(3);
            assertThat(sum(figures, "Parked")).isEqualTo(1);
            assertThat(figures.get("DeliveryMillis"))
                    .hasSize(receiver.requests().size())
                    .hasSize(126);
            assertThat(figures.get("Unread")).containsExactly(2.0 + 3.0 + 1.0 + 7.0);
            // down, refused, not-due, and poison, of which nothing got through.
            assertThat(figures.get("PollersFailing")).containsExactly(4.0);
            assertThat(figures.get("AuthFailing")).containsExactly(2.0);
            assertThat(figures.get("OldestUnreadSeconds").get(0)).isBetween(5000.0, 5300.0);
            assertThat(figures.get("BudgetExhausted")).containsExactly(0.0);
            assertThat(figures.get("RunMillis")).containsExactly((double) report.getLong("durationMs"));
            assertThat(sum(figures, "Delivered")).isEqualTo(report.getInt("delivered"));
            assertThat(sum(figures, "Rejected")).isEqualTo(report.getInt("rejected"));
            assertThat(sum(figures, "Deferred")).isEqualTo(report.getInt("deferred"));
            assertThat(deliveredBy(lines))
                    .isEqualTo(Map.of("busy", 120, "behind", 2, "poison", 0, "down", 0, "refused", 0));
            // The log itself is at ERROR here, so that it has nothing else to say.
            assertThat(function.output().lines().filter(line -> line.contains("\"event\"")))
                    .isEmpty();

            anIdleRunIsOneLine(function);
        }
    }

    private void anIdleRunIsOneLine(FunctionProcess function) {
        database.client().scan(request -> request.tableName("pollers")).items().stream()
                .map(item -> item.get("pollerId").s())
                .filter(pollerId -> !pollerId.equals("idle"))
                .forEach(this::delete);
        IntStream.range(0, 20).forEach(i -> put("idle-" + i, Map.of("username", s("idle"))));
        database.client()
                .updateItem(request -> request.tableName("pollers")
                        .key(Map.of("pollerId", s("idle")))
                        .updateExpression("REMOVE lastPollAt"));
        int before = EmbeddedMetricFormat.linesOf(function.output()).size();

        runtime.invoke("{}", BOUND);

        List<JsonNode> all = EmbeddedMetricFormat.linesOf(function.output());
        List<JsonNode> lines = all.subList(before, all.size());
        Map<String, List<Double>> figures = EmbeddedMetricFormat.byName(EmbeddedMetricFormat.metrics(lines));
        assertThat(lines).hasSize(1);
        assertThat(figures).containsEntry("Polls", List.of(21.0)).containsEntry("Runs", List.of(1.0));
        assertThat(Stream.of(
                        "Delivered",
                        "Rejected",
                        "Deferred",
                        "Parked",
                        "PollersFailing",
                        "AuthFailing",
                        "Unread",
                        "OldestUnreadSeconds",
                        "BudgetExhausted"))
                .allSatisfy(name -> assertThat(figures).containsEntry(name, List.of(0.0)));
    }

    @Test
    void saysWhenTheTimeWasUpAndCanBeSwitchedOff() {
        server.append("slow", "INBOX", messages("fine", 60));
        receiver.otherwise(Answers.after(Duration.ofMillis(500), Answers.status(200)));
        put("slow", Map.of("username", s("slow")));

        try (FunctionProcess function = FunctionProcess.start(runtime, environment(Map.of("RUN_BUDGET", "2s")))) {
            runtime.invoke("{}", BOUND);

            Map<String, List<Double>> figures = EmbeddedMetricFormat.byName(
                    EmbeddedMetricFormat.metrics(EmbeddedMetricFormat.linesOf(function.output())));
            assertThat(figures.get("BudgetExhausted")).as(function::output).containsExactly(1.0);
            assertThat(sum(figures, "Delivered")).isBetween(1, 59);
        }
        try (FunctionProcess function = FunctionProcess.start(runtime, environment(Map.of("METRICS", "false")))) {
            assertThat(JsonPath.from(runtime.invoke("{\"op\":\"poll\",\"pollerId\":\"slow\"}", BOUND))
                            .getInt("polled"))
                    .isEqualTo(1);
            assertThat(EmbeddedMetricFormat.linesOf(function.output())).isEmpty();
        }
    }

    /** As a query of the log would group it. */
    private static Map<String, Integer> deliveredBy(List<JsonNode> lines) {
        Map<String, Integer> delivered = new HashMap<>();
        lines.stream()
                .filter(line -> line.has("pollerId") && line.has("Delivered"))
                .forEach(line -> delivered.merge(
                        line.get("pollerId").asText(), line.get("Delivered").asInt(), Integer::sum));
        return delivered;
    }

    private static int sum(Map<String, List<Double>> figures, String name) {
        return (int) figures.get(name).stream().mapToDouble(Double::doubleValue).sum();
    }

    private static byte[][] messages(String subject, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestMail.message(subject + "-" + i))
                .toArray(byte[][]::new);
    }

    private void delete(String pollerId) {
        database.client().deleteItem(request -> request.tableName("pollers").key(Map.of("pollerId", s(pollerId))));
    }

    private void put(String pollerId, Map<String, AttributeValue> extra) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pollerId", s(pollerId),
                "host", s("localhost"),
                "port", n(server.imapsPort()),
                "password", s(ImapServer.PASSWORD),
                "username", s("idle"),
                "url", s(receiver.uri("/in").toString())));
        item.putAll(extra);
        database.client().putItem(request -> request.tableName("pollers").item(item));
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> item, String name, AttributeValue value) {
        Map<String, AttributeValue> all = new HashMap<>(item);
        all.put(name, value);
        return all;
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(int number) {
        return AttributeValue.fromN(Integer.toString(number));
    }

    private Map<String, String> environment(Map<String, String> extra) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_FUNQY_EXPORT", "poll",
                "QUARKUS_LOG_LEVEL", "ERROR",
                "POLLERS_TABLE", "pollers",
                "STATE_TABLE", "state",
                "STACK_NAME", "a-stack",
                "ALLOW_PRIVATE_NETWORKS", "true",
                "TRUSTED_CA_FILE", TestCertificates.caFile().toString(),
                "AWS_ENDPOINT_URL", database.endpoint().toString()));
        environment.putAll(Map.of(
                "AWS_REGION", DynamoDbLocal.REGION,
                "AWS_ACCESS_KEY_ID", DynamoDbLocal.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", DynamoDbLocal.SECRET_KEY));
        environment.putAll(extra);
        return environment;
    }
}
