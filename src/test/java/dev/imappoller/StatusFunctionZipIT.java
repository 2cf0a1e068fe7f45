package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.OnlyFor;
import dev.imappoller.testing.Packaging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The built function.zip as the function of a custom widget: what it answers to Lambda, and that it only reads. */
@EnabledOnOs(OS.LINUX)
class StatusFunctionZipIT {
    private static final Duration COLD_START = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLL = "arn:aws:lambda:eu-west-1:123456789012:function:imap-poller-poll";

    /** As CloudWatch sends it, with parts left out that nobody looks at. */
    private static final String WIDGET = """
            {"widgetContext":{"dashboardName":"imap-poller","widgetId":"widget-16","accountId":"012345678901",
            "locale":"en","timezone":{"label":"UTC","offsetISO":"+00:00","offsetInMinutes":0},"period":300,
            "isAutoPeriod":true,"theme":"dark","linkCharts":true,"title":"Pollers","forms":{"all":{}},
            "params":{},"width":588,"height":369}}
            """;

    private DynamoDbLocal database;
    private LambdaRuntimeApi runtime;

    @BeforeEach
    void start() {
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        runtime = LambdaRuntimeApi.start();
    }

    @AfterEach
    void stop() {
        runtime.close();
        database.close();
    }

    @Test
    void answersADashboardWithHtmlInAJsonString() throws IOException {
        put("support", "AUTH_FAILED", "<b>refused</b>");
        List<Map<String, AttributeValue>> before = contents();

        try (FunctionProcess function = FunctionProcess.start(runtime, environment("status"))) {
            JsonNode answer = JSON.readTree(runtime.invoke(WIDGET, COLD_START));

            assertThat(answer.isTextual()).as(function::output).isTrue();
            assertThat(answer.asText())
                    .startsWith("<div class=\"imap-poller")
                    .contains("data-theme=\"dark\"", ">support<", "AUTH_FAILED")
                    .contains("&lt;b&gt;refused&lt;/b&gt;", "UID 17", "1 message fails")
                    .contains("</button><cwdb-action action=\"call\" display=\"popup\" endpoint=\"" + POLL + "\"")
                    .contains(
                            "{&quot;op&quot;:&quot;skip&quot;,&quot;pollerId&quot;:&quot;support&quot;,&quot;uid&quot;:17}")
                    .contains("attachment store", "s3://mail-files/imap-poller");
            assertThat(contents()).isEqualTo(before);
            assertThat(JSON.readTree(runtime.invoke("{\"describe\":true}", COLD_START))
                            .asText())
                    .startsWith("## IMAP Poller");
            assertThat(JSON.readTree(runtime.invoke("{}", COLD_START)).asText()).contains("data-theme=\"system\"");
            assertThat(function.isAlive()).isTrue();
        }
    }

    @Test
    void aButtonThatIsPressedIsAnsweredWithHtml() throws IOException {
        put("support", "AUTH_FAILED", "refused");

        try (FunctionProcess function = FunctionProcess.start(runtime, environment("poll"))) {
            assertThat(pressed("{\"op\":\"retry\",\"pollerId\":\"support\",\"uid\":17,"))
                    .as(function::output)
                    .isEqualTo("<p><bdi>1 message(s) of support will be tried again at the next poll.</bdi></p>\n");
            assertThat(pressed("{\"op\":\"skip\",\"pollerId\":\"<b>\",\"uid\":17,"))
                    .isEqualTo("<p><bdi>There is no poller &lt;b&gt; in the table.</bdi></p>\n");
        }
    }

    /** @param event what the button says, up to what the dashboard adds */
    private String pressed(String event) throws IOException {
        JsonNode answer = JSON.readTree(runtime.invoke(event + WIDGET.strip().substring(1), COLD_START));
        assertThat(answer.isTextual()).as("%s", answer).isTrue();
        return answer.asText();
    }

    @Test
    @OnlyFor(value = Packaging.JVM, because = "an executable loads no classes")
    void neitherFunctionPaysForTheOther(@TempDir Path directory) throws IOException {
        FunctionProcess.unpack(directory);

        List<String> status = classesLoadedBy("status", directory);
        List<String> poll = classesLoadedBy("poll", directory);

        assertThat(status)
                .anyMatch(line -> line.contains(" dev.imappoller.page.Overview "))
                .noneMatch(line -> line.contains(" org.eclipse.angus.mail.imap.protocol.IMAPProtocol "));
        assertThat(poll)
                .anyMatch(line -> line.contains(" dev.imappoller.poller.run.Run "))
                .noneMatch(line -> line.contains(" dev.imappoller.page.Overview "));
    }

    private List<String> classesLoadedBy(String export, Path directory) throws IOException {
        Path log = directory.resolve(export + ".log");
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:class+load:file=" + log);
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start();
                ChildProcess function = FunctionProcess.startUnpacked(directory, options, api, environment(export))) {
            assertThat(api.invoke(WIDGET, COLD_START)).as(function::output).isNotEmpty();
            return Files.readAllLines(log);
        }
    }

    private Map<String, String> environment(String export) {
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("QUARKUS_FUNQY_EXPORT", export);
        environment.put("POLLERS_TABLE", "pollers");
        environment.put("STATE_TABLE", "state");
        environment.put("POLL_FUNCTION_ARN", POLL);
        return environment;
    }

    private void put(String pollerId, String status, String detail) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pollerId", AttributeValue.fromS(pollerId),
                "host", AttributeValue.fromS("imap.example.com"),
                "username", AttributeValue.fromS("support@example.com"),
                "password", AttributeValue.fromS("PASSWORD"),
                "url", AttributeValue.fromS("https://app.example.com/inbound"),
                "attachmentStore", AttributeValue.fromM(Map.of("bucket", AttributeValue.fromS("mail-files"))),
                "status", AttributeValue.fromS(status),
                "statusDetail", AttributeValue.fromS(detail),
                "unreadCount", AttributeValue.fromN("1")));
        database.client().putItem(request -> request.tableName("pollers").item(item));
        database.client()
                .putItem(request -> request.tableName("state")
                        .item(Map.of(
                                "pk", AttributeValue.fromS("poller#" + pollerId),
                                "sk", AttributeValue.fromS("message#7#17"),
                                "state", AttributeValue.fromS("DEFERRED"),
                                "attempts", AttributeValue.fromN("3"),
                                "firstAttemptAt", AttributeValue.fromS("2026-03-01T10:00:00Z"),
                                "lastAttemptAt", AttributeValue.fromS("2026-03-01T11:00:00Z"),
                                "lastError", AttributeValue.fromS("answered HTTP 503"))));
    }

    private List<Map<String, AttributeValue>> contents() {
        return List.of("pollers", "state").stream()
                .flatMap(table -> database.client().scan(request -> request.tableName(table)).items().stream())
                .toList();
    }
}
