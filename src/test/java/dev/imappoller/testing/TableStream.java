package dev.imappoller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a table's stream in DynamoDB Local as JSON, which is what Lambda hands to a function. */
public final class TableStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** DynamoDB Local wants to see one, and takes any signature. */
    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=" + DynamoDbLocal.ACCESS_KEY + "/20260301/"
            + DynamoDbLocal.REGION + "/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String arn;
    private final Map<String, String> iterators = new LinkedHashMap<>();

    /** From the stream's beginning on. */
    public TableStream(URI endpoint, String table) {
        this.endpoint = endpoint;
        this.arn = call("DynamoDB_20120810.DescribeTable", Map.of("TableName", table))
                .path("Table")
                .path("LatestStreamArn")
                .asText();
    }

    /** The changes since the last call, in order, one JSON object each. */
    public List<String> next() {
        for (JsonNode shard : call("DynamoDBStreams_20120810.DescribeStream", Map.of("StreamArn", arn))
                .path("StreamDescription")
                .path("Shards")) {
            iterators.computeIfAbsent(shard.path("ShardId").asText(), this::beginning);
        }
        List<String> changes = new ArrayList<>();
        iterators.replaceAll((shard, iterator) -> read(iterator, changes));
        return changes;
    }

    /** An event for a function with these changes. */
    public static String event(List<String> changes) {
        return "{\"Records\":[" + String.join(",", changes) + "]}";
    }

    private String beginning(String shard) {
        return call(
                        "DynamoDBStreams_20120810.GetShardIterator",
                        Map.of("StreamArn", arn, "ShardId", shard, "ShardIteratorType", "TRIM_HORIZON"))
                .path("ShardIterator")
                .asText();
    }

    /** Reads on, and returns where to read from the next time; empty at the end of a shard that is closed. */
    private String read(String iterator, List<String> changes) {
        String from = iterator;
        while (!from.isEmpty()) {
            JsonNode page = call("DynamoDBStreams_20120810.GetRecords", Map.of("ShardIterator", from));
            page.path("Records").forEach(change -> changes.add(change.toString()));
            from = page.path("NextShardIterator").asText("");
            if (page.path("Records").isEmpty()) {
                break;
            }
        }
        return from;
    }

    private JsonNode call(String operation, Map<String, String> parameters) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(endpoint)
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .header("X-Amz-Target", operation)
                            .header("Authorization", AUTHORIZATION)
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(parameters)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(operation + " was answered " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
