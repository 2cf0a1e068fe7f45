package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.StreamEvent;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The built function.zip as Lambda runs it: on AWS's own Java runtime client, which has a native part for Linux only, or by itself as a
 * native executable.
 */
@EnabledOnOs(OS.LINUX)
class FunctionZipIT {
    private static final Duration COLD_START = Duration.ofSeconds(60);

    /** Less than a large message. */
    private static final List<String> SMALL_HEAP = List.of("-Xmx24m");

    private static final Duration LARGE = Duration.ofSeconds(150);

    private DynamoDbLocal database;
    private ImapServer server;
    private Receiver receiver;
    private LambdaRuntimeApi runtime;
    private FunctionProcess function;

    @BeforeEach
    void start() {
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        server = Dovecot.available()
                ? Dovecot.start(TestCertificates.trusted())
                : MailServer.start(TestCertificates.trusted());
        receiver = Receiver.http();
        runtime = LambdaRuntimeApi.start();
        function = FunctionProcess.startWith(SMALL_HEAP, runtime, environment());
    }

    @AfterEach
    void stop() {
        function.close();
        runtime.close();
        receiver.close();
        server.close();
        database.close();
    }

    @Test
    void bringsMailFromTheMailboxToTheWebApp() {
        List<Long> uids = server.append("zip", "INBOX", TestMail.message("first"), TestMail.message("second"));
        put("good", Map.of());
        put("broken", Map.of("password", AttributeValue.fromS("wrong-canary")));
        receiver.otherwise(request -> request.text().contains("first") ? Answers.status(200) : Answers.status(503));

        JsonPath report = JsonPath.from(runtime.invoke("{}", COLD_START));

        assertThat(report.getInt("polled")).as(function::output).isEqualTo(2);
        assertThat(report.getInt("delivered")).as(function::output).isEqualTo(1);
        assertThat(report.getInt("deferred")).isEqualTo(1);
        assertThat(report.getInt("failed")).isEqualTo(1);
        assertThat(server.unseen("zip", "INBOX")).isEqualTo(Set.of(uids.get(1)));
        assertThat(status("good")).isEqualTo("OK");
        assertThat(status("broken")).isEqualTo("AUTH_FAILED");
        assertThat(receiver.requests().get(0).header("User-Agent").orElseThrow())
                .startsWith("imap-poller/");

        JsonPath check = JsonPath.from(runtime.invoke("{\"op\":\"check\",\"pollerId\":\"good\"}", COLD_START));
        assertThat(check.getInt("pollers[0].unreadCount")).isEqualTo(1);
        assertThat(function.isAlive()).isTrue();
        logsOneJsonObjectALineWithStableKeysAndNoSecret();
    }

    @Test
    void followsTheStreamOfThePollersTable() {
        server.append("zip", "INBOX", TestMail.message("first"));
        put("new", Map.of());
        put("refused", Map.of("password", AttributeValue.fromS("wrong-canary")));
        put("invalid", Map.of("format", AttributeValue.fromS("xml")));
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("QUARKUS_FUNQY_EXPORT", "changed");
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start();
                FunctionProcess changed = FunctionProcess.start(api, environment)) {
            StreamEvent written = new StreamEvent()
                    .insert("100", "new")
                    .modify("200", "refused")
                    .insert("300", "invalid");

            JsonPath answer = JsonPath.from(api.invoke(written.json(), COLD_START));

            assertThat(answer.getList("batchItemFailures")).as(changed::output).isEmpty();
            assertThat(status("new")).isEqualTo("OK");
            assertThat(status("refused")).isEqualTo("AUTH_FAILED");
            assertThat(status("invalid")).isEqualTo("INVALID_CONFIG");
            assertThat(receiver.requests()).isEmpty();
            assertThat(server.unseen("zip", "INBOX")).hasSize(1);

            database.client().deleteTable(request -> request.tableName("state"));
            StreamEvent mixed = new StreamEvent().insert("400", "new").remove("500", "deleted");
            JsonPath partial = JsonPath.from(api.invoke(mixed.json(), COLD_START));
            assertThat(partial.getList("batchItemFailures.itemIdentifier")).containsExactly("500");
            assertThat(changed.output()).contains("\"event\":\"checked\"").doesNotContain("canary");

            database.createStateTable("state");
            assertThat(JsonPath.from(runtime.invoke("{}", COLD_START)).getInt("delivered"))
                    .as(function::output)
                    .isEqualTo(1);
        }
    }

    @Test
    void saysWhyItCannotStart() {
        Map<String, String> wrong = Map.of(
                "POLLERS_TABLE", "",
                "RUN_BUDGET", "soon",
                "SEGMENTS", "none",
                "METRICS", "ja",
                "TRUSTED_CA_FILE", "/nowhere.pem",
                "QUARKUS_FUNQY_EXPORT", "pole",
                "QUARKUS_LOG_LEVEL", "LOUD",
                "QUARKUS_MAILER_PORT", "many");
        wrong.forEach((variable, value) -> {
            Map<String, String> environment = new HashMap<>(environment());
            environment.put(variable, value);
            try (LambdaRuntimeApi api = LambdaRuntimeApi.start();
                    FunctionProcess process = FunctionProcess.start(api, environment)) {
                LambdaRuntimeApi.Reply reply = api.invokeForReply("{}", COLD_START);

                assertThat(reply.error()).as(variable).isTrue();
                assertThat(reply.body()).contains("The function can't start: " + variable, value);
                // Its output may come after its answer.
                Await.until(
                        COLD_START,
                        process::output,
                        () -> process.output().contains("The function can't start: " + variable)
                                && process.output().contains(value));
            }
        });
    }

    @Test
    void neverPostsToItsOwnRuntime() {
        server.append("zip", "INBOX", TestMail.message("first"));
        put(
                "evil",
                Map.of("url", AttributeValue.fromS("http://" + runtime.address() + "/2018-06-01/runtime/init/error")));

        runtime.invoke("{}", COLD_START);

        assertThat(status("evil")).isEqualTo("INVALID_CONFIG");
        assertThat(server.unseen("zip", "INBOX")).hasSize(1);
        assertThat(function.isAlive()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"json, 25", "multipart, 25", "raw, 25", "json, 100", "multipart, 100", "raw, 100"})
    void deliversMessagesThatAreLargerThanItsMemory(String format, int mebibytes) {
        byte[] message = LargeMessages.withAttachment(mebibytes * 1024 * 1024);
        server.append("zip", "INBOX", message);
        put(
                "large",
                Map.of(
                        "format", AttributeValue.fromS(format),
                        "maxMessageBytes", AttributeValue.fromN(Integer.toString(message.length))));

        JsonPath report = JsonPath.from(runtime.invoke("{}", LARGE));

        assertThat(report.getInt("delivered")).as(function::output).isEqualTo(1);
        assertThat(report.getLong("pollers[0].bytes")).isEqualTo(message.length);
        assertThat(server.unseen("zip", "INBOX")).isEmpty();
        assertThat(receiver.requests().get(0).body().length).isGreaterThan(message.length / 10 * 7);
    }

    private void logsOneJsonObjectALineWithStableKeysAndNoSecret() {
        List<JsonPath> lines = function.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JsonPath::from)
                .toList();
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.getString("event")).isEqualTo("delivery");
            assertThat(line.getString("pollerId")).isEqualTo("good");
            assertThat(line.getString("verdict")).isEqualTo("ACCEPTED");
            assertThat(line.getString("host")).isEqualTo(receiver.uri("/").getHost());
            assertThat(line.getInt("httpStatus")).isEqualTo(200);
            assertThat(line.getLong("uid")).isPositive();
            assertThat(line.getString("webhookId")).hasSize(52);
            assertThat(line.getLong("durationMs")).isNotNegative();
        });
        assertThat(lines).anySatisfy(line -> assertThat(line.getString("error")).contains("HTTP 503"));
        assertThat(lines).extracting(line -> line.getString("event")).contains("pass", "run");
        assertThat(function.output()).doesNotContain("canary");
    }

    private String status(String pollerId) {
        return database.client()
                .getItem(
                        request -> request.tableName("pollers").key(Map.of("pollerId", AttributeValue.fromS(pollerId))))
                .item()
                .get("status")
                .s();
    }

    private void put(String pollerId, Map<String, AttributeValue> extra) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pollerId", AttributeValue.fromS(pollerId),
                "host", AttributeValue.fromS("localhost"),
                "port", AttributeValue.fromN(Integer.toString(server.imapsPort())),
                "username", AttributeValue.fromS("zip"),
                "password", AttributeValue.fromS(ImapServer.PASSWORD),
                "url", AttributeValue.fromS(receiver.uri("/in?token=canary").toString())));
        item.putAll(extra);
        database.client().putItem(request -> request.tableName("pollers").item(item));
    }

    private Map<String, String> environment() {
        return Map.of(
                "QUARKUS_FUNQY_EXPORT",
                "poll",
                "POLLERS_TABLE",
                "pollers",
                "STATE_TABLE",
                "state",
                "ALLOW_PRIVATE_NETWORKS",
                "true",
                "TRUSTED_CA_FILE",
                TestCertificates.caFile().toString(),
                "AWS_ENDPOINT_URL",
                database.endpoint().toString(),
                "AWS_REGION",
                DynamoDbLocal.REGION,
                "AWS_ACCESS_KEY_ID",
                DynamoDbLocal.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                DynamoDbLocal.SECRET_KEY);
    }
}
