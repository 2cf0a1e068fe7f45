package dev.imappoller.store;

import dev.imappoller.poller.lease.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Leases in the State table: {@code poller#ID} / {@code lease}, or {@code segment#I} / {@code lease}. Every write is conditional, so that two never both hold one. */
public final class DynamoLeases implements Leases {
    /** After its end a lease is free; the item itself need not be there much longer. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final DynamoDbClient client;
    private final String table;
    private final UnaryOperator<String> partition;

    /** Leases of pollers, by their ids. */
    public DynamoLeases(DynamoDbClient client, String table) {
        this(client, table, TableAccess::partition);
    }

    private DynamoLeases(DynamoDbClient client, String table, UnaryOperator<String> partition) {
        this.client = client;
        this.table = table;
        this.partition = partition;
    }

    /** Leases of segments, by their numbers. */
    public static DynamoLeases ofSegments(DynamoDbClient client, String table) {
        return new DynamoLeases(client, table, number -> "segment#" + number);
    }

    @Override
    public Taking take(String pollerId, String owner, Instant now, Instant until) {
        // The owner's own lease counts as free, since a request is repeated if its answer was lost.
        PutItemRequest.Builder put = item(pollerId, owner, until)
                .conditionExpression("attribute_not_exists(pk) OR leaseOwner = :owner OR leaseUntil < :now"
                        + " OR leaseUntil > :latest")
                .expressionAttributeValues(Map.of(
                        ":owner", AttributeValue.fromS(owner),
                        ":now", TableAccess.number(now.toEpochMilli()),
                        ":latest", TableAccess.number(until.plus(AHEAD).toEpochMilli())))
                .returnValues(ReturnValue.ALL_OLD);
        return put(put).map(before -> taking(before, owner)).orElse(Taking.HELD_BY_ANOTHER);
    }

    @Override
    public boolean renew(String pollerId, String owner, Instant until) {
        return put(item(pollerId, owner, until)
                        .conditionExpression("leaseOwner = :owner")
                        .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(owner))))
                .isPresent();
    }

    /** @param before the item in whose place this one was put, empty where there was none */
    private static Taking taking(Map<String, AttributeValue> before, String owner) {
        boolean free =
                before.isEmpty() || TableAccess.text(before, "leaseOwner").equals(owner);
        return free ? Taking.TAKEN : Taking.TAKEN_OVER;
    }

    private PutItemRequest.Builder item(String pollerId, String owner, Instant until) {
        return PutItemRequest.builder()
                .tableName(table)
                .overrideConfiguration(TableAccess.SOON)
                .item(Map.of(
                        "pk", AttributeValue.fromS(partition.apply(pollerId)),
                        "sk", AttributeValue.fromS("lease"),
                        "leaseOwner", AttributeValue.fromS(owner),
                        "leaseUntil", TableAccess.number(until.toEpochMilli()),
                        "expiresAt", TableAccess.number(until.plus(KEPT).getEpochSecond())));
    }

    /** What was there before, where that was asked for; empty if the condition doesn't hold. */
    private Optional<Map<String, AttributeValue>> put(PutItemRequest.Builder put) {
        try {
            return Optional.of(client.putItem(put.build()).attributes());
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    @Override
    public void release(String pollerId, String owner) {
        DeleteItemRequest delete = DeleteItemRequest.builder()
                .tableName(table)
                .key(Map.of("pk", AttributeValue.fromS(partition.apply(pollerId)), "sk", AttributeValue.fromS("lease")))
                .conditionExpression("leaseOwner = :owner")
                .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(owner)))
                .overrideConfiguration(TableAccess.SOON)
                .build();
        try {
            client.deleteItem(delete);
        } catch (ConditionalCheckFailedException e) {
            // Another has taken it over.
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }
}
