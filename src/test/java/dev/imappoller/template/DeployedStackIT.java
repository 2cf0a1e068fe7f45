package dev.imappoller.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.restassured.path.json.JsonPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The built function.zip with the settings and over the tables of a stack that was made from template.yaml. {@code .ci/moto} makes one
 * in a stand-in for AWS, and tells about it in the file that the property {@code test.deployed-stack} names.
 */
@EnabledIfSystemProperty(
        named = "test.deployed-stack",
        matches = ".+",
        disabledReason = "there is no stack; .ci/moto makes one and runs this")
class DeployedStackIT {
    private static final Duration COLD_START = Duration.ofSeconds(60);
    private static final String KEY = "test";
    private static final byte[] ATTACHMENT = new byte[6 * 1024 * 1024];

    @Test
    void bringsMailFromTheMailboxToTheWebAppAndRecordsIt() throws IOException {
        JsonNode stack = new ObjectMapper().readTree(new File(System.getProperty("test.deployed-stack")));
        Map<String, String> environment = new HashMap<>();
        stack.path("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        environment.put("AWS_ENDPOINT_URL", stack.path("endpoint").asText());
        environment.put("AWS_REGION", stack.path("region").asText());
        environment.put("AWS_ACCESS_KEY_ID", KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", KEY);
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());

        try (DynamoDbClient database = client(stack);
                ImapServer mailbox = Dovecot.available()
                        ? Dovecot.start(TestCertificates.trusted())
                        : MailServer.start(TestCertificates.trusted());
                Receiver webApp = Receiver.http();
                LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
                FunctionProcess function = FunctionProcess.start(runtime, environment)) {
            List<Long> uids = mailbox.append("stack", "INBOX", withAttachment("first"), TestMail.message("second"));
            webApp.otherwise(request -> Answers.status(request.text().contains("first") ? 200 : 503));
            String pollers = environment.get("POLLERS_TABLE");
            database.putItem(request -> request.tableName(pollers).item(poller(mailbox, webApp, stack)));

            JsonPath report = JsonPath.from(runtime.invoke("{}", COLD_START));

            assertThat(report.getInt("delivered")).as(function::output).isEqualTo(1);
            assertThat(report.getInt("deferred")).isEqualTo(1);
            assertThat(webApp.requests())
                    .anySatisfy(request -> assertThat(request.text()).contains("first"));
            assertThat(stored(webApp)).as("what is in the store").isEqualTo(ATTACHMENT);
            assertThat(mailbox.unseen("stack", "INBOX")).isEqualTo(Set.of(uids.get(1)));
            Map<String, AttributeValue> item = database.getItem(
                            request -> request.tableName(pollers).key(Map.of("pollerId", text("stack"))))
                    .item();
            assertThat(item.get("status")).isEqualTo(text("OK"));
            assertThat(item.get("lastPass").m().get("delivered").n()).isEqualTo("1");
            assertThat(database.scan(request -> request.tableName(environment.get("STATE_TABLE")))
                            .items())
                    .as("the message that has to wait is on record")
                    .anySatisfy(record -> assertThat(record.get("state")).isEqualTo(text("DEFERRED")));
        }
    }

    /** Large enough to be sent in parts. */
    private static byte[] withAttachment(String subject) {
        return ("Subject: " + subject + "\r\nContent-Type: application/octet-stream; name=large.bin\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(ATTACHMENT) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What is behind the URL that the web app got. */
    private static byte[] stored(Receiver webApp) throws IOException {
        String payload = webApp.requests().stream()
                .map(Request::text)
                .filter(text -> text.contains("first"))
                .findFirst()
                .orElseThrow();
        String url = new ObjectMapper()
                .readTree(payload)
                .path("attachments")
                .path(0)
                .path("url")
                .asText();
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    private static DynamoDbClient client(JsonNode stack) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(stack.path("endpoint").asText()))
                .region(Region.of(stack.path("region").asText()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static Map<String, AttributeValue> poller(ImapServer mailbox, Receiver webApp, JsonNode stack) {
        return Map.of(
                "pollerId", text("stack"),
                "host", text("localhost"),
                "port", AttributeValue.fromN(Integer.toString(mailbox.imapsPort())),
                "username", text("stack"),
                "password", text(ImapServer.PASSWORD),
                "url", text(webApp.uri("/in").toString()),
                "attachmentStore",
                        AttributeValue.fromM(Map.of(
                                "bucket", text(stack.path("bucket").asText()),
                                "endpoint", text(stack.path("endpoint").asText()),
                                "accessKeyId", text(KEY),
                                "secretAccessKey", text(KEY),
                                "urlExpiryMinutes", AttributeValue.fromN("10"))));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
