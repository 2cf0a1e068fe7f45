package dev.imappoller.store;

import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What people were told of, in the State table: {@code poller#ID} / {@code alert#KIND} or {@code alert#url#KIND}. */
public final class DynamoAlertStates implements AlertStates {
    private static final Duration KEPT = Duration.ofDays(60);

    private final DynamoDbClient client;
    private final String table;
    private final String prefix;

    /** Those of alerts by mail. */
    public DynamoAlertStates(DynamoDbClient client, String table) {
        this(client, table, "alert#");
    }

    private DynamoAlertStates(DynamoDbClient client, String table, String prefix) {
        this.client = client;
        this.table = table;
        this.prefix = prefix;
    }

    /** Those of alerts by HTTP: what is told by one channel says nothing of the other. */
    public static DynamoAlertStates ofPosted(DynamoDbClient client, String table) {
        return new DynamoAlertStates(client, table, "alert#url#");
    }

    @Override
    public State find(String pollerId, AlertKind kind) {
        return TableAccess.getItem(
                        client,
                        "STATE_TABLE",
                        GetItemRequest.builder()
                                .tableName(table)
                                .key(key(pollerId, kind))
                                .overrideConfiguration(TableAccess.SOON))
                .map(DynamoAlertStates::state)
                .orElse(State.NONE);
    }

    private static State state(Map<String, AttributeValue> item) {
        return new State(
                flag(item, "raised"),
                time(item, "mailedAt"),
                time(item, "clearedAt"),
                flag(item, "pending"),
                time(item, "noticedAt"),
                TableAccess.text(item, "owner"));
    }

    @Override
    public boolean replace(String pollerId, AlertKind kind, State before, State after) {
        Map<String, AttributeValue> item = new HashMap<>(key(pollerId, kind));
        item.put("raised", AttributeValue.fromBool(after.raised()));
        item.put("pending", AttributeValue.fromBool(after.pending()));
        item.put("version", AttributeValue.fromS(version(after)));
        if (!after.owner().isEmpty()) {
            item.put("owner", AttributeValue.fromS(after.owner()));
        }
        after.mailedAt().ifPresent(when -> item.put("mailedAt", TableAccess.time(when)));
        after.clearedAt().ifPresent(when -> item.put("clearedAt", TableAccess.time(when)));
        after.noticedAt().ifPresent(when -> item.put("noticedAt", TableAccess.time(when)));
        Optional<Instant> last = Stream.of(after.clearedAt(), after.mailedAt(), after.noticedAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        last.ifPresent(
                when -> item.put("expiresAt", TableAccess.number(when.plus(KEPT).getEpochSecond())));
        PutItemRequest.Builder put =
                PutItemRequest.builder().tableName(table).item(item).overrideConfiguration(TableAccess.SOON);
        if (before.equals(State.NONE)) {
            put.conditionExpression("attribute_not_exists(pk) OR version = :version");
        } else {
            put.conditionExpression("version = :version");
        }
        put.expressionAttributeValues(Map.of(":version", AttributeValue.fromS(version(before))));
        try {
            client.putItem(put.build());
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    private static String version(State state) {
        return state.raised() + " " + state.pending() + " "
                + written(state.mailedAt().orElse(null)) + " "
                + written(state.clearedAt().orElse(null))
                + state.noticedAt().map(when -> " " + written(when)).orElse("")
                + (state.owner().isEmpty() ? "" : " " + state.owner());
    }

    private static String written(@Nullable Instant time) {
        return time == null ? "-" : TableAccess.time(time).s();
    }

    private Map<String, AttributeValue> key(String pollerId, AlertKind kind) {
        return Map.of(
                "pk", AttributeValue.fromS(TableAccess.partition(pollerId)),
                "sk", AttributeValue.fromS(prefix + kind.name()));
    }

    private static boolean flag(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::bool).orElse(false);
    }

    private static Optional<Instant> time(Map<String, AttributeValue> item, String name) {
        try {
            return Optional.of(TableAccess.text(item, name))
                    .filter(text -> !text.isEmpty())
                    .map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
