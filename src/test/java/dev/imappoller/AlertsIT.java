package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.SilentServer;
import dev.imappoller.testing.TestCertificates;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Alerts of the built function.zip, through a real mail server. */
@EnabledOnOs(OS.LINUX)
class AlertsIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String POLLER = "support <b>bold</b>";

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private DynamoDbLocal database;
    private MailServer server;

    @BeforeEach
    void start() {
        smtp.start();
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        server = MailServer.start(TestCertificates.trusted());
        server.user("mailbox", ImapServer.PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        smtp.stop();
    }

    @Test
    void aWrongPasswordIsMailedOnceAndItsEndOnce() throws Exception {
        try (LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
                FunctionProcess function = FunctionProcess.start(
                        runtime, environment(smtp.getSmtp().getPort()))) {
            put("wrong");
            for (int i = 0; i < 5; i++) {
                poll(runtime);
            }
            assertThat(smtp.getReceivedMessages()).as(function::output).hasSize(1);
            MimeMessage raised = smtp.getReceivedMessages()[0];
            assertThat(raised.getSubject()).isEqualTo("Poller " + POLLER + " fails: AUTH_FAILED");
            assertThat(raised.getAllRecipients()[0]).hasToString("ops@example.com");
            assertThat(raised.getFrom()[0]).hasToString("poller@example.com");
            String body = GreenMailUtil.getBody(raised).replace("=\r\n", "");
            assertThat(body)
                    .contains("text/plain", "text/html", "Check username and password", "&lt;b&gt;bold&lt;/b&gt;")
                    .contains("aws lambda invoke")
                    .doesNotContain("wrong");

            change("password", ImapServer.PASSWORD);
            poll(runtime);
            poll(runtime);

            assertThat(smtp.getReceivedMessages()).hasSize(2);
            assertThat(smtp.getReceivedMessages()[1].getSubject()).isEqualTo("Poller " + POLLER + " works again");
        }
    }

    @Test
    void aMailServerThatHangsCostsARunSecondsAndNoStatus() {
        try (SilentServer silent = SilentServer.start();
                LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
                FunctionProcess function = FunctionProcess.start(runtime, environment(silent.port()))) {
            put("wrong");
            for (int i = 0; i < 3; i++) {
                poll(runtime);
            }

            assertThat(silent.connections()).isPositive();
            assertThat(item().get("consecutiveFailures").n()).isEqualTo("3");
            assertThat(function.output()).doesNotContain("\"alerted\"");
        }
    }

    private void poll(LambdaRuntimeApi runtime) {
        runtime.invoke("{\"op\":\"poll\",\"pollerId\":\"" + POLLER + "\"}", BOUND);
    }

    private void put(String password) {
        database.client()
                .putItem(request -> request.tableName("pollers")
                        .item(Map.of(
                                "pollerId", AttributeValue.fromS(POLLER),
                                "host", AttributeValue.fromS("localhost"),
                                "port", AttributeValue.fromN(Integer.toString(server.imapsPort())),
                                "username", AttributeValue.fromS("mailbox"),
                                "password", AttributeValue.fromS(password),
                                "alertEmail", AttributeValue.fromS("ops@example.com"),
                                "url", AttributeValue.fromS("http://127.0.0.1:9/in"))));
    }

    private void change(String attribute, String value) {
        database.client()
                .updateItem(request -> request.tableName("pollers")
                        .key(Map.of("pollerId", AttributeValue.fromS(POLLER)))
                        .updateExpression("SET #a = :v")
                        .expressionAttributeNames(Map.of("#a", attribute))
                        .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value))));
    }

    private Map<String, AttributeValue> item() {
        return database.client()
                .getItem(request -> request.tableName("pollers").key(Map.of("pollerId", AttributeValue.fromS(POLLER))))
                .item();
    }

    private Map<String, String> environment(int smtpPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("POLLERS_TABLE", "pollers");
        environment.put("STATE_TABLE", "state");
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());
        environment.put("ALERT_FROM", "poller@example.com");
        environment.put("QUARKUS_MAILER_HOST", "127.0.0.1");
        environment.put("QUARKUS_MAILER_PORT", Integer.toString(smtpPort));
        environment.putAll(database.environment());
        return environment;
    }
}
