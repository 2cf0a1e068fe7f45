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
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Functions that are killed in the middle of a pass, and functions that race: nothing is lost, and hardly anything comes twice. */
@EnabledOnOs(OS.LINUX)
class ReliabilityIT {
    private static final Duration BOUND = Duration.ofSeconds(90);

    /** A killed process leaves no more behind than were answered and not yet marked. */
    private static final int MOST_TWICE_PER_KILL = 25;

    private static final int MESSAGES = Integer.getInteger("reliability.messages", 200);
    private static final int KILLS = Integer.getInteger("reliability.kills", 3);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private DynamoDbLocal database;
    private ImapServer server;
    private Receiver receiver;

    /** A function's process with a Lambda service of its own. */
    private record Function(LambdaRuntimeApi runtime, FunctionProcess process) implements AutoCloseable {
        /** Waits for its answer, or for its end. */
        private void invoke() {
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> runtime.invoke("{}", BOUND), THREADS);
            Await.until(BOUND, process::output, () -> answer.isDone() || !process.isAlive());
        }

        private void invokeUntilKilled() {
            while (process.isAlive()) {
                invoke();
            }
        }

        @Override
        public void close() {
            process.close();
            runtime.close();
        }
    }

    @BeforeEach
    void start() {
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        server = Dovecot.available()
                ? Dovecot.start(TestCertificates.trusted())
                : MailServer.start(TestCertificates.trusted());
        receiver = Receiver.http();
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.close();
        database.close();
    }

    @Test
    void losesNothingHoweverOftenItIsKilled() {
        append(MESSAGES);
        put();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        receiver.otherwise(Answers.after(Duration.ofMillis(20), Answers.status(200)));
        for (int i = 0; i < KILLS; i++) {
            int more = 1 + random.nextInt(Math.max(1, MESSAGES / (KILLS + 1)));
            int before = receiver.requests().size();
            try (Function function = function()) {
                // Again and again, since at first the killed one's lease has not ended.
                CompletableFuture.runAsync(function::invokeUntilKilled, THREADS);
                Await.until(
                        BOUND,
                        () -> "no post, with seed " + seed + ": "
                                + function.process().output(),
                        () -> receiver.requests().size() >= before + more);
                function.process().kill();
            }
        }

        try (Function last = function()) {
            Await.until(BOUND, () -> last.process().output(), () -> {
                last.invoke();
                return server.unseen("mailbox", "INBOX").isEmpty();
            });
        }

        everyMessageArrived(MESSAGES, KILLS * MOST_TWICE_PER_KILL);
    }

    @Test
    void deliversEachMessageOnceWhenThreeRace() {
        append(90);
        put();
        receiver.otherwise(Answers.after(Duration.ofMillis(20), Answers.status(200)));
        List<Function> functions =
                IntStream.range(0, 3).mapToObj(i -> function()).toList();
        try {
            Await.until(BOUND, () -> functions.get(0).process().output(), () -> {
                functions.stream()
                        .map(function -> CompletableFuture.runAsync(function::invoke, THREADS))
                        .toList()
                        .forEach(CompletableFuture::join);
                return server.unseen("mailbox", "INBOX").isEmpty();
            });
        } finally {
            functions.forEach(Function::close);
        }

        everyMessageArrived(90, 0);
    }

    @Test
    void deliversWhatIsNewBehindTwoHundredThatFail() {
        append(200);
        put();
        receiver.otherwise(Answers.status(500));
        try (Function function = function()) {
            function.invoke();
            server.append("mailbox", "INBOX", TestMail.message("new-one"));
            receiver.otherwise(
                    request -> request.text().contains("new-one") ? Answers.status(200) : Answers.status(500));
            function.invoke();
        }

        assertThat(server.unseen("mailbox", "INBOX")).hasSize(200);
        assertThat(receiver.requests()).anyMatch(request -> request.text().contains("new-one"));
    }

    private void everyMessageArrived(int messages, int mostTwice) {
        List<Request> requests = receiver.requests();
        Map<String, Long> byId = requests.stream()
                .collect(Collectors.groupingBy(
                        request -> request.header("webhook-id").orElseThrow(), Collectors.counting()));
        assertThat(server.unseen("mailbox", "INBOX")).isEmpty();
        assertThat(byId).hasSize(messages);
        for (int i = 0; i < messages; i++) {
            String subject = subject(i);
            assertThat(requests).as(subject).anyMatch(request -> request.text().contains(subject));
        }
        assertThat(requests.size() - messages).isLessThanOrEqualTo(mostTwice);
    }

    private void append(int messages) {
        server.append(
                "mailbox",
                "INBOX",
                IntStream.range(0, messages)
                        .mapToObj(i -> TestMail.message(subject(i)))
                        .toArray(byte[][]::new));
    }

    private static String subject(int number) {
        return "message-" + number + "-of-the-test";
    }

    private void put() {
        database.client()
                .putItem(request -> request.tableName("pollers")
                        .item(Map.of(
                                "pollerId", AttributeValue.fromS("mailbox"),
                                "host", AttributeValue.fromS("localhost"),
                                "port", AttributeValue.fromN(Integer.toString(server.imapsPort())),
                                "username", AttributeValue.fromS("mailbox"),
                                "password", AttributeValue.fromS(ImapServer.PASSWORD),
                                "intervalMinutes", AttributeValue.fromN("0"),
                                "maxMessages", AttributeValue.fromN("1000"),
                                "url", AttributeValue.fromS(receiver.uri("/in").toString()))));
    }

    private Function function() {
        LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("POLLERS_TABLE", "pollers");
        environment.put("STATE_TABLE", "state");
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());
        environment.put("AWS_ENDPOINT_URL", database.endpoint().toString());
        environment.put("AWS_REGION", DynamoDbLocal.REGION);
        environment.put("AWS_ACCESS_KEY_ID", DynamoDbLocal.ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", DynamoDbLocal.SECRET_KEY);
        return new Function(runtime, FunctionProcess.start(runtime, environment));
    }
}
