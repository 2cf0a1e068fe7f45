package dev.imappoller.testing;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** DynamoDB Local in a process of its own, in memory, on a port of its own, with the project's tables on request. */
public final class DynamoDbLocal implements AutoCloseable {

    /** For clients of one's own; DynamoDB Local accepts any. */
    public static final String REGION = "us-east-1";

    public static final String ACCESS_KEY = "test";
    public static final String SECRET_KEY = "test";

    private static final Duration START = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;

    private static final class Shared {
        static final DynamoDbLocal INSTANCE = start();
    }

    private final ChildProcess process;
    private final URI endpoint;
    private final DynamoDbClient client;

    private DynamoDbLocal(int port) {
        this.endpoint = URI.create("http://127.0.0.1:" + port);
        this.process = ChildProcess.start(command(port), Map.of(), Path.of(System.getProperty("java.io.tmpdir")));
        this.client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Starts it and waits until it answers. */
    public static DynamoDbLocal start() {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.free();
            DynamoDbLocal started = new DynamoDbLocal(port);
            Await.within(START, () -> !started.process.isAlive() || Ports.isOpen(port));
            if (started.process.isAlive() && Await.within(START, started::answers)) {
                return started;
            }
            started.close();
            // Its port may have been taken meanwhile.
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("DynamoDB Local didn't start: " + started.process.output());
            }
        }
    }

    /** One for all who have tables with names of their own in it; it ends with this JVM. */
    public static DynamoDbLocal shared() {
        return Shared.INSTANCE;
    }

    /** The address of its API, for {@code AWS_ENDPOINT_URL}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The variables by which a function's process finds it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_REGION", REGION,
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    /** A client of it, open as long as this is. */
    public DynamoDbClient client() {
        return client;
    }

    /** Creates a Pollers table: hash key {@code pollerId}, with a stream. */
    public DynamoDbLocal createPollersTable(String name) {
        createTable(name, "pollerId");
        client.updateTable(table -> table.tableName(name)
                .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
        return this;
    }

    /** Creates a State table: hash key {@code pk}, range key {@code sk}. */
    public DynamoDbLocal createStateTable(String name) {
        return createTable(name, "pk", "sk");
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    private DynamoDbLocal createTable(String name, String... keys) {
        List<String> names = List.of(keys);
        client.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(names.stream()
                        .map(key -> KeySchemaElement.builder()
                                .attributeName(key)
                                .keyType(key.equals(keys[0]) ? KeyType.HASH : KeyType.RANGE)
                                .build())
                        .toList())
                .attributeDefinitions(names.stream()
                        .map(key -> AttributeDefinition.builder()
                                .attributeName(key)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .toList()));
        return this;
    }

    private boolean answers() {
        try {
            client.listTables();
            return true;
        } catch (SdkException e) {
            return false;
        }
    }

    private static List<String> command(int port) {
        Path directory = Directories.built("test.dynamodb-local", "dynamodb-local");
        return List.of(
                ChildProcess.java(),
                // Short-lived: a quick start is worth more than a quick run.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.library.path=" + directory,
                "-cp",
                directory.resolve("*").toString(),
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                "-inMemory",
                "-sharedDb",
                "-disableTelemetry",
                "-port",
                Integer.toString(port));
    }
}
