package dev.imappoller;

import dev.imappoller.testing.TableStream;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The operator's side of an end-to-end test: writes items, sends events, reads status back. */
final class TestPollers implements AutoCloseable {
    private final DynamoDbClient client = DynamoDbClient.builder()
            .endpointOverride(URI.create(config("quarkus.dynamodb.endpoint-override")))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    void put(String pollerId, Map<String, Object> attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        attributes.forEach((name, value) -> item.put(name, attribute(value)));
        item.put("pollerId", AttributeValue.fromS(pollerId));
        client.putItem(request -> request.tableName(LocalDatabase.POLLERS).item(item));
    }

    Map<String, AttributeValue> get(String pollerId) {
        return client.getItem(request -> request.tableName(LocalDatabase.POLLERS)
                        .key(Map.of("pollerId", AttributeValue.fromS(pollerId))))
                .item();
    }

    /** What the State table has on record for a poller's messages. */
    List<Map<String, AttributeValue>> ledger(String pollerId) {
        return client.query(request -> request.tableName(LocalDatabase.STATE)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("poller#" + pollerId))))
                .items();
    }

    void putState(String pk, String sk) {
        client.putItem(request -> request.tableName(LocalDatabase.STATE)
                .item(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))));
    }

    void delete(String pollerId) {
        client.deleteItem(request ->
                request.tableName(LocalDatabase.POLLERS).key(Map.of("pollerId", AttributeValue.fromS(pollerId))));
    }

    /** The stream of the Pollers table. */
    TableStream stream() {
        return new TableStream(URI.create(config("quarkus.dynamodb.endpoint-override")), LocalDatabase.POLLERS);
    }

    List<String> all() {
        return client.scanPaginator(request -> request.tableName(LocalDatabase.POLLERS)).items().stream()
                .map(item -> item.get("pollerId").s())
                .toList();
    }

    String status(String pollerId) {
        return get(pollerId).get("status").s();
    }

    String statusDetail(String pollerId) {
        return get(pollerId).get("statusDetail").s();
    }

    int unreadCount(String pollerId) {
        return Integer.parseInt(get(pollerId).get("unreadCount").n());
    }

    void deleteAll() {
        client.scanPaginator(request -> request.tableName(LocalDatabase.POLLERS))
                .items()
                .forEach(item -> client.deleteItem(request ->
                        request.tableName(LocalDatabase.POLLERS).key(Map.of("pollerId", item.get("pollerId")))));
        client.scanPaginator(request -> request.tableName(LocalDatabase.STATE))
                .items()
                .forEach(item -> client.deleteItem(request -> request.tableName(LocalDatabase.STATE)
                        .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))));
    }

    /** Sends an event through the Lambda event endpoint, and returns the function's answer. */
    static JsonPath invoke(String event) {
        return RestAssured.given()
                .port(Integer.parseInt(config("quarkus.lambda.mock-event-server.test-port")))
                .contentType("application/json")
                .body(event)
                .post("/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static JsonPath poll(String pollerId) {
        return invoke("{\"op\":\"poll\",\"pollerId\":\"" + pollerId + "\"}");
    }

    @Override
    public void close() {
        client.close();
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

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
