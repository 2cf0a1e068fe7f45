package dev.imappoller.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The function's two tables: creates them, and does what a person does in the Pollers table. */
final class DemoTables {
    private static final String KEY = "pollerId";

    /** What the function writes into an item; a person leaves it alone. */
    static final Set<String> WRITTEN_BY_FUNCTION = Set.of(
            "status",
            "statusDetail",
            "unreadCount",
            "oldestUnreadAt",
            "lastPollAt",
            "lastSuccessAt",
            "consecutiveFailures",
            "lastPass",
            "recentDeliveries");

    private final DynamoDbClient client;
    private final String pollers;

    DemoTables(DynamoDbClient client, String pollers) {
        this.client = client;
        this.pollers = pollers;
    }

    /** Creates the Pollers and the State table. */
    void create(String state) {
        create(pollers, List.of(KEY));
        create(state, List.of("pk", "sk"));
    }

    /** All items. */
    List<Map<String, AttributeValue>> items() {
        return client.scanPaginator(scan -> scan.tableName(pollers).consistentRead(true)).items().stream()
                .toList();
    }

    /** Makes the table's configuration attributes those of the given items; what the function wrote stays. */
    void replaceConfiguration(List<Map<String, AttributeValue>> wanted) {
        Map<AttributeValue, Map<String, AttributeValue>> present = new HashMap<>();
        items().forEach(item -> present.put(item.get(KEY), item));
        for (Map<String, AttributeValue> item : wanted) {
            configure(item, present.getOrDefault(item.get(KEY), Map.of()));
        }
        Set<AttributeValue> gone = new HashSet<>(present.keySet());
        wanted.forEach(item -> gone.remove(item.get(KEY)));
        gone.forEach(
                key -> client.deleteItem(delete -> delete.tableName(pollers).key(Map.of(KEY, key))));
    }

    /** Attribute by attribute, since a pass may write its status at the same moment. */
    private void configure(Map<String, AttributeValue> wanted, Map<String, AttributeValue> present) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> set = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!name.equals(KEY) && !WRITTEN_BY_FUNCTION.contains(name) && !value.equals(present.get(name))) {
                int number = names.size();
                names.put("#a" + number, name);
                values.put(":v" + number, value);
                set.add("#a" + number + " = :v" + number);
            }
        });
        List<String> remove = new ArrayList<>();
        for (String name : present.keySet()) {
            if (!wanted.containsKey(name) && !WRITTEN_BY_FUNCTION.contains(name)) {
                int number = names.size();
                names.put("#a" + number, name);
                remove.add("#a" + number);
            }
        }
        String update = (set.isEmpty() ? "" : "SET " + String.join(", ", set))
                + (remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove));
        if (update.isEmpty() && !present.isEmpty()) {
            return;
        }
        client.updateItem(request -> {
            request.tableName(pollers).key(Map.of(KEY, wanted.getOrDefault(KEY, AttributeValue.fromS(""))));
            if (!update.isEmpty()) {
                request.updateExpression(update.strip()).expressionAttributeNames(names);
            }
            if (!values.isEmpty()) {
                request.expressionAttributeValues(values);
            }
        });
    }

    private void create(String name, List<String> keys) {
        client.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys.stream()
                        .map(key -> KeySchemaElement.builder()
                                .attributeName(key)
                                .keyType(key.equals(keys.get(0)) ? KeyType.HASH : KeyType.RANGE)
                                .build())
                        .toList())
                .attributeDefinitions(keys.stream()
                        .map(key -> AttributeDefinition.builder()
                                .attributeName(key)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .toList()));
    }
}
