package dev.imappoller.store;

import dev.imappoller.poller.run.DeletedPollers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The records of deleted pollers in the State table: whatever has {@code poller#ID} as its partition. */
public final class DynamoLeftovers implements DeletedPollers {
    /** The most that one request takes. */
    private static final int AT_ONCE = 25;

    private static final int MOST_TRIES = 5;

    private static final String LEASE = "lease";

    private final DynamoDbClient client;
    private final String table;
    private final Clock clock;

    public DynamoLeftovers(DynamoDbClient client, String table, Clock clock) {
        this.client = client;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public int remove(String pollerId) {
        int removed = 0;
        try {
            List<Map<String, AttributeValue>> batch = new ArrayList<>();
            // Reads page by page while the records are removed.
            for (Map<String, AttributeValue> key : keys(pollerId)) {
                if (TableAccess.text(key, "sk").equals(LEASE)) {
                    removed += remove(key) ? 1 : 0;
                    continue;
                }
                batch.add(key);
                if (batch.size() == AT_ONCE) {
                    removed += remove(batch);
                    batch.clear();
                }
            }
            return removed + remove(batch);
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "read or written", e);
        }
    }

    private Iterable<Map<String, AttributeValue>> keys(String pollerId) {
        return client.queryPaginator(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .projectionExpression("pk, sk")
                        .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS(TableAccess.partition(pollerId)))))
                .items();
    }

    private int remove(List<Map<String, AttributeValue>> keys) {
        List<WriteRequest> left = keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList();
        for (int i = 0; i < MOST_TRIES && !left.isEmpty(); i++) {
            List<WriteRequest> now = left;
            left = client.batchWriteItem(request -> request.requestItems(Map.of(table, now)))
                    .unprocessedItems()
                    .getOrDefault(table, List.of());
        }
        if (!left.isEmpty()) {
            throw ProvisionedThroughputExceededException.builder()
                    .message("it took only a part of a batch")
                    .build();
        }
        return keys.size();
    }

    private boolean remove(Map<String, AttributeValue> key) {
        DeleteItemRequest delete = DeleteItemRequest.builder()
                .tableName(table)
                .key(new HashMap<>(key))
                .conditionExpression("attribute_not_exists(leaseUntil) OR leaseUntil < :now")
                .expressionAttributeValues(
                        Map.of(":now", TableAccess.number(clock.instant().toEpochMilli())))
                .build();
        try {
            client.deleteItem(delete);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false; // A pass holds it.
        }
    }
}
