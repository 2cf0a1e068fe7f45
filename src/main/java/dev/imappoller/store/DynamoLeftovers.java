package dev.imappoller.store;

import dev.imappoller.poller.Leftovers;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The records of deleted pollers in the State table: whatever has {@code poller#ID} as its partition. */
public final class DynamoLeftovers implements Leftovers {
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
        List<Map<String, AttributeValue>> keys = keys(pollerId);
        int removed = 0;
        for (Map<String, AttributeValue> key : keys) {
            removed += remove(key) ? 1 : 0;
        }
        return removed;
    }

    private List<Map<String, AttributeValue>> keys(String pollerId) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .projectionExpression("pk, sk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(Tables.partition(pollerId))))
                .build();
        try {
            return client.queryPaginator(query).items().stream().toList();
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "read", e);
        }
    }

    private boolean remove(Map<String, AttributeValue> key) {
        DeleteItemRequest delete = DeleteItemRequest.builder()
                .tableName(table)
                .key(new HashMap<>(key))
                .conditionExpression("attribute_not_exists(leaseUntil) OR leaseUntil < :now")
                .expressionAttributeValues(
                        Map.of(":now", Tables.number(clock.instant().toEpochMilli())))
                .build();
        try {
            client.deleteItem(delete);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false; // A pass holds it.
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "written", e);
        }
    }
}
