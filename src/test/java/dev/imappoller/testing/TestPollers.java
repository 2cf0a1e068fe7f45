package dev.imappoller.testing;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The built function in a process of its own, and the operator's side of it: writes items, sends events, reads status back. */
public final class TestPollers implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(150);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final DynamoDbLocal database = DynamoDbLocal.shared();
    private final DynamoDbClient client = database.client();
    private final String pollersTable = "PollersOfFunction-" + NUMBERS.incrementAndGet();
    private final String stateTable = "StateOfFunction-" + NUMBERS.get();
    private final LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
    private final Map<String, String> environment = new HashMap<>(database.environment());
    private final List<String> options;
    private volatile FunctionProcess function;

    private TestPollers(Map<String, String> extra, List<String> options) {
        this.options = options;
        database.createPollersTable(pollersTable).createStateTable(stateTable);
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("POLLERS_TABLE", pollersTable);
        environment.put("STATE_TABLE", stateTable);
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());
        environment.putAll(extra);
        function = FunctionProcess.startWith(options, runtime, environment);
    }

    /** The poll function, which may reach loopback. */
    public static TestPollers start() {
        return start(Map.of());
    }

    /** The poll function with more in its environment, or another function. */
    public static TestPollers start(Map<String, String> environment) {
        return start(environment, List.of());
    }

    /** The same with options of the JVM or of the executable. */
    public static TestPollers start(Map<String, String> environment, List<String> options) {
        return new TestPollers(environment, options);
    }

    /** One of the functions. */
    public static TestPollers start(String export) {
        return start(Map.of("QUARKUS_FUNQY_EXPORT", export));
    }

    public void put(String pollerId, Map<String, Object> attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        attributes.forEach((name, value) -> item.put(name, attribute(value)));
        item.put("pollerId", AttributeValue.fromS(pollerId));
        client.putItem(request -> request.tableName(pollersTable).item(item));
    }

    public Map<String, AttributeValue> get(String pollerId) {
        return client.getItem(request ->
                        request.tableName(pollersTable).key(Map.of("pollerId", AttributeValue.fromS(pollerId))))
                .item();
    }

    /** What the State table has on record for a poller's messages. */
    public List<Map<String, AttributeValue>> ledger(String pollerId) {
        return client.query(request -> request.tableName(stateTable)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("poller#" + pollerId))))
                .items();
    }

    public void putState(String pk, String sk) {
        client.putItem(request -> request.tableName(stateTable)
                .item(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))));
    }

    public void delete(String pollerId) {
        client.deleteItem(
                request -> request.tableName(pollersTable).key(Map.of("pollerId", AttributeValue.fromS(pollerId))));
    }

    /** The stream of the Pollers table. */
    public TableStream stream() {
        return new TableStream(database.endpoint(), pollersTable);
    }

    public List<String> all() {
        return client.scanPaginator(request -> request.tableName(pollersTable)).items().stream()
                .map(item -> item.get("pollerId").s())
                .toList();
    }

    public String status(String pollerId) {
        return get(pollerId).get("status").s();
    }

    public String statusDetail(String pollerId) {
        return get(pollerId).get("statusDetail").s();
    }

    public int unreadCount(String pollerId) {
        return Integer.parseInt(get(pollerId).get("unreadCount").n());
    }

    public void deleteAll() {
        client.scanPaginator(request -> request.tableName(pollersTable))
                .items()
                .forEach(item -> client.deleteItem(
                        request -> request.tableName(pollersTable).key(Map.of("pollerId", item.get("pollerId")))));
        client.scanPaginator(request -> request.tableName(stateTable))
                .items()
                .forEach(item -> client.deleteItem(request ->
                        request.tableName(stateTable).key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))));
    }

    /** Sends an event, and returns the function's answer. */
    public JsonPath invoke(String event) {
        return JsonPath.from(runtime.invoke(event, BOUND));
    }

    public JsonPath poll(String pollerId) {
        return invoke("{\"op\":\"poll\",\"pollerId\":\"" + pollerId + "\"}");
    }

    /** Polls, and waits for the answer or for the function's end. */
    public void pollToTheEnd(String pollerId) {
        CompletableFuture<JsonPath> answer = CompletableFuture.supplyAsync(() -> poll(pollerId));
        Await.until(BOUND, this::output, () -> answer.isDone() || !function.isAlive());
    }

    /** Kills the function (SIGKILL). */
    public void kill() {
        function.kill();
    }

    /** Starts another in the place of the one that was killed. */
    public void startAnother() {
        function = FunctionProcess.startWith(options, runtime, environment);
    }

    /** The function's log. */
    public String output() {
        return function.output();
    }

    @Override
    public void close() {
        function.close();
        runtime.close();
    }

    private static AttributeValue attribute(Object value) {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof Number number) {
            return AttributeValue.fromN(number.toString());
        }
        if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, AttributeValue> entries = new HashMap<>();
            map.forEach((name, entry) -> entries.put((String) name, attribute(entry)));
            return AttributeValue.fromM(entries);
        }
        return AttributeValue.fromL(
                ((List<?>) value).stream().map(TestPollers::attribute).toList());
    }
}
