package dev.imappoller.store;

import dev.imappoller.poller.run.Backoffs;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Pollers in backoff, in the State table: {@code poller#ID} / {@code backoff}. */
public final class DynamoBackoffs implements Backoffs {
    /** Longer than the longest wait, so that the next failure still counts as one in a row. */
    private static final Duration KEPT = Duration.ofDays(3);

    private final DynamoDbClient client;
    private final String table;

    public DynamoBackoffs(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Optional<Backoff> find(String pollerId) {
        return TableAccess.getItem(
                        client,
                        "STATE_TABLE",
                        GetItemRequest.builder().tableName(table).key(key(pollerId)))
                .flatMap(DynamoBackoffs::backoff);
    }

    @Override
    public void put(String pollerId, Backoff backoff) {
        Map<String, AttributeValue> item = new HashMap<>(key(pollerId));
        item.put("nextPollAt", TableAccess.time(backoff.nextPollAt()));
        item.put("reason", AttributeValue.fromS(backoff.reason().name()));
        item.put("inARow", TableAccess.number(backoff.inARow()));
        item.put("configHash", AttributeValue.fromS(backoff.configHash()));
        item.put("expiresAt", TableAccess.number(backoff.nextPollAt().plus(KEPT).getEpochSecond()));
        try {
            client.putItem(request -> request.tableName(table).item(item));
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    @Override
    public void remove(String pollerId) {
        try {
            client.deleteItem(request -> request.tableName(table).key(key(pollerId)));
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    private static Map<String, AttributeValue> key(String pollerId) {
        return Map.of(
                "pk", AttributeValue.fromS(TableAccess.partition(pollerId)), "sk", AttributeValue.fromS("backoff"));
    }

    /** A record; empty where it can't be one of ours, or is a newer version's. */
    private static Optional<Backoff> backoff(Map<String, AttributeValue> item) {
        try {
            return Optional.of(new Backoff(
                    Instant.parse(TableAccess.text(item, "nextPollAt")),
                    PollerStatus.valueOf(TableAccess.text(item, "reason")),
                    (int) TableAccess.number(item, "inARow").orElse(1),
                    TableAccess.text(item, "configHash")));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
