package dev.imappoller.store;

import dev.imappoller.poller.Ledger;
import dev.imappoller.poller.LedgerRecord;
import dev.imappoller.poller.LedgerRecord.State;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The ledger in the State table: {@code poller#ID} / {@code message#UIDVALIDITY#UID}. */
public final class DynamoLedger implements Ledger {
    /** A record outlives its message by this much, unless it is written again. */
    private static final Duration KEPT = Duration.ofDays(60);

    private static final AttributeValue NOTHING = AttributeValue.fromS("");

    private final DynamoDbClient client;
    private final String table;

    public DynamoLedger(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Map<Long, State> states(String pollerId, long uidValidity) {
        String prefix = sortKey(uidValidity);
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                .projectionExpression("sk, #state")
                .expressionAttributeNames(Map.of("#state", "state"))
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(partition(pollerId)), ":prefix", AttributeValue.fromS(prefix)))
                .build();
        Map<Long, State> states = new HashMap<>();
        try {
            client.queryPaginator(query).items().forEach(item -> {
                String uid = text(item, "sk").substring(prefix.length());
                state(text(item, "state")).ifPresent(state -> states.put(Long.parseLong(uid), state));
            });
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "read", e);
        }
        return states;
    }

    @Override
    public void put(String pollerId, long uidValidity, LedgerRecord record) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", AttributeValue.fromS(partition(pollerId)));
        item.put("sk", AttributeValue.fromS(sortKey(uidValidity) + record.uid()));
        item.put("state", AttributeValue.fromS(record.state().name()));
        item.put("attempts", Tables.number(record.attempts()));
        item.put(
                "firstAttemptAt",
                AttributeValue.fromS(
                        record.firstAttemptAt().truncatedTo(ChronoUnit.MILLIS).toString()));
        item.put(
                "lastAttemptAt",
                AttributeValue.fromS(
                        record.lastAttemptAt().truncatedTo(ChronoUnit.MILLIS).toString()));
        record.lastHttpStatus().ifPresent(status -> item.put("lastHttpStatus", Tables.number(status)));
        item.put("lastError", AttributeValue.fromS(record.lastError()));
        record.messageId().ifPresent(id -> item.put("messageId", AttributeValue.fromS(id)));
        item.put("size", Tables.number(record.size()));
        item.put("expiresAt", Tables.number(record.lastAttemptAt().plus(KEPT).getEpochSecond()));
        try {
            client.putItem(PutItemRequest.builder().tableName(table).item(item).build());
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    private static String partition(String pollerId) {
        return "poller#" + pollerId;
    }

    private static String sortKey(long uidValidity) {
        return "message#" + uidValidity + "#";
    }

    private static Optional<State> state(String name) {
        for (State state : State.values()) {
            if (state.name().equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty(); // A newer version's word.
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, NOTHING).s();
    }
}
