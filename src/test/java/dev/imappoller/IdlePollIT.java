package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.DynamoProxy;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.OnlyFor;
import dev.imappoller.testing.Packaging;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.S3Server;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a poller does not use costs it nothing: no command, no call of the tables, no class. */
@EnabledOnOs(OS.LINUX)
class IdlePollIT {
    private static final String BUCKET = "acme-mail";
    private static final Duration BOUND = Duration.ofSeconds(90);

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final MemoryImapServer server =
            MemoryImapServer.start().announcing(MemoryImapServer.CAPABILITIES + " MOVE");
    private final DynamoProxy dynamo = DynamoProxy.to(DynamoDbLocal.shared().endpoint());
    private final Receiver app = Receiver.http();
    private final Receiver alerts = Receiver.http();
    private final S3Server s3 = S3Server.http(BUCKET);

    /** A thing that not every poller uses: its attribute in the item, and its classes, by how their names begin. */
    private enum Extra {
        ATTACHMENT_STORE(
                "dev.imappoller.poller.item.AttachmentBucket",
                "dev.imappoller.poller.item.AttachmentStoreItem",
                "dev.imappoller.poller.endpoint.Uploads",
                "dev.imappoller.poller.endpoint.ObjectKey",
                "dev.imappoller.http.GuardedRequests",
                "dev.imappoller.s3.") {
            @Override
            void put(Map<String, Object> item, IdlePollIT test) {
                item.put(
                        "attachmentStore",
                        Map.of(
                                "bucket",
                                BUCKET,
                                "endpoint",
                                "http://127.0.0.1:" + test.s3.port(),
                                "accessKeyId",
                                S3Server.ACCESS_KEY_ID,
                                "secretAccessKey",
                                S3Server.SECRET_ACCESS_KEY));
            }
        },
        ALERT_URL(
                "dev.imappoller.poller.item.AlertHook",
                "dev.imappoller.alert.AlertPoster",
                "dev.imappoller.alert.ToldAlerts ",
                "dev.imappoller.poller.endpoint.Notice ",
                "dev.imappoller.webhook.HttpNoticeEndpoint",
                "dev.imappoller.webhook.NoticePayload") {
            @Override
            void put(Map<String, Object> item, IdlePollIT test) {
                item.put("alertUrl", test.alerts.uri("/alerts").toString());
            }
        },
        AFTER_DELIVERY(
                "dev.imappoller.poller.item.AfterDelivery",
                "dev.imappoller.poller.item.LastAnswered$Unfiled",
                "dev.imappoller.poller.pass.Filing ",
                "dev.imappoller.poller.pass.PassEffect$FileAway",
                "dev.imappoller.poller.pass.PassEvent$FiledAway",
                "dev.imappoller.imap.Filing") {
            @Override
            void put(Map<String, Object> item, IdlePollIT test) {
                item.put("afterDelivery", Map.of("move", "Processed"));
            }
        },
        FILTER(
                "dev.imappoller.poller.item.FilterItem",
                "dev.imappoller.poller.item.SearchKey",
                "dev.imappoller.imap.SearchKeyText") {
            @Override
            void put(Map<String, Object> item, IdlePollIT test) {
                item.put("filter", Map.of("since", "2026-01-01", "not", Map.of("from", "no-reply@example.com")));
            }
        },
        SECRET_REFERENCE("software.amazon.awssdk.services.ssm.DefaultSsmClient ") {
            @Override
            void put(Map<String, Object> item, IdlePollIT test) {
                item.remove("password");
                item.put("passwordSecret", "ssm:/imap-poller/password");
            }
        };

        private final List<String> classes;

        Extra(String... classes) {
            this.classes = List.of(classes);
        }

        /** Has the poller use it. */
        abstract void put(Map<String, Object> item, IdlePollIT test);

        static Stream<String> allClasses() {
            return Stream.of(values()).flatMap(extra -> extra.classes.stream());
        }
    }

    /** They are for messages: nothing of them is loaded before there is one. */
    private static final List<String> OF_MESSAGES =
            List.of("dev.imappoller.message.MessageDecoder", "dev.imappoller.message.kind.");

    /** They are for operations by hand. */
    private static final List<String> OF_OPERATIONS = List.of(
            "dev.imappoller.OperationReports",
            "dev.imappoller.poller.operation.Check",
            "dev.imappoller.poller.operation.Failing",
            "dev.imappoller.poller.operation.Redelivery",
            "dev.imappoller.poller.operation.Retr",
            "dev.imappoller.poller.mailbox.MessageId ",
            "dev.imappoller.imap.MessageIdSearch");

    @AfterEach
    void close() {
        app.close();
        alerts.close();
        s3.close();
        dynamo.close();
        server.close();
    }

    @Test
    void hasItsFiveCommandsAndOneWriteWhateverTheItemHas() {
        try (AwsSecrets aws = AwsSecrets.start().parameter("/imap-poller/password", ImapServer.PASSWORD);
                TestPollers pollers = start(aws, List.of())) {
            server.append("user", "INBOX");
            pollers.put("p", item());
            pollers.poll("p");
            List<String> commands = commandsOf(pollers);
            List<String> calls = callsOf(pollers);
            assertThat(commands).containsExactly("AUTHENTICATE", "ID", "SELECT", "UID SEARCH", "LOGOUT");
            assertThat(calls).containsExactly("GetItem", "UpdateItem");

            for (Extra extra : Extra.values()) {
                Map<String, Object> item = item();
                extra.put(item, this);
                pollers.put("p", item);
                pollers.poll("p");

                assertThat(commandsOf(pollers)).as(extra.name()).isEqualTo(commands);
                assertThat(callsOf(pollers)).as(extra.name()).isEqualTo(calls);
            }
            assertThat(pollers.status("p")).isEqualTo("OK");
        }
    }

    @Test
    @OnlyFor(value = Packaging.JVM, because = "an executable loads no classes")
    void loadsNoClassOfWhatNobodyUses() {
        try (AwsSecrets aws = AwsSecrets.start().parameter("/imap-poller/password", ImapServer.PASSWORD);
                TestPollers pollers = start(aws, List.of("-Xlog:class+load:stdout"))) {
            app.otherwise(request -> Answers.status(request.text().contains("refused") ? 404 : 200));
            pollers.invoke("{}");
            assertThat(loaded(pollers, Stream.concat(Extra.allClasses(), OF_OPERATIONS.stream())))
                    .as("at the start")
                    .isEmpty();
            server.append("user", "INBOX");
            pollers.put("p", item());
            pollers.poll("p");
            assertThat(loaded(
                            pollers,
                            Stream.of(Extra.allClasses(), OF_OPERATIONS.stream(), OF_MESSAGES.stream())
                                    .flatMap(Function.identity())))
                    .as("by an idle poll")
                    .isEmpty();
            arrive();
            pollUntilPosted(pollers, 2);
            assertThat(loaded(pollers, Extra.allClasses())).as("by messages").isEmpty();
            assertThat(loaded(pollers, OF_MESSAGES.stream())).isEqualTo(OF_MESSAGES);

            Map<String, Object> item = item();
            Stream.of(Extra.values()).forEach(extra -> extra.put(item, this));
            pollers.put("p", item);
            arrive();
            pollUntilPosted(pollers, 4);

            assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
            assertThat(s3.objects()).hasSize(2);
            assertThat(alerts.requests()).hasSize(1);
            assertThat(loaded(pollers, Extra.allClasses()))
                    .as("by who uses all")
                    .isEqualTo(Extra.allClasses().toList());
        }
    }

    private TestPollers start(AwsSecrets aws, List<String> options) {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("AWS_ENDPOINT_URL", dynamo.endpoint().toString());
        return TestPollers.start(environment, options);
    }

    /** On a busy machine a poll may end before all is posted. */
    private void pollUntilPosted(TestPollers pollers, int messages) {
        Await.until(BOUND, () -> pollers.statusDetail("p"), () -> {
            pollers.poll("p");
            return app.requests().size() >= messages;
        });
    }

    private void arrive() {
        server.append(
                "user",
                "INBOX",
                TestMail.withAttachments("taken.txt", "text/plain", CONTENT),
                TestMail.withAttachments("refused.txt", "text/plain", CONTENT));
    }

    private Map<String, Object> item() {
        return new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                server.imapPort(),
                "ssl",
                false,
                "allowPlaintext",
                true,
                "username",
                "user",
                "password",
                ImapServer.PASSWORD,
                "url",
                app.uri("/in").toString()));
    }

    private List<String> commandsOf(TestPollers pollers) {
        int before = server.commands().size();
        pollers.poll("p");
        return server.commands().stream().skip(before).map(ImapCommand::verb).toList();
    }

    private List<String> callsOf(TestPollers pollers) {
        int before = dynamo.calls().size();
        pollers.poll("p");
        return dynamo.calls().stream()
                .skip(before)
                .map(DynamoProxy.Call::operation)
                .toList();
    }

    /** Those of these beginnings with which the name of a class begins that was loaded so far. */
    private static List<String> loaded(TestPollers pollers, Stream<String> beginnings) {
        String log = pollers.output();
        return beginnings.filter(beginning -> log.contains(" " + beginning)).toList();
    }
}
