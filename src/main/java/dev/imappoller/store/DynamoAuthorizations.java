package dev.imappoller.store;

import dev.imappoller.oauth.PendingAuthorizations;
import dev.imappoller.poller.credential.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Authorizations that are under way, in the State table: {@code poller#ID} / {@code authorization}. */
public final class DynamoAuthorizations implements PendingAuthorizations {
    private final DynamoDbClient client;
    private final String table;

    public DynamoAuthorizations(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Optional<UnderWay> find(String pollerId) {
        return TableAccess.getItem(
                        client,
                        "STATE_TABLE",
                        GetItemRequest.builder().tableName(table).key(key(pollerId)))
                .flatMap(DynamoAuthorizations::underWay);
    }

    @Override
    public void begin(String pollerId, UnderWay underWay) {
        Map<String, AttributeValue> item = new HashMap<>(key(pollerId));
        item.put("basis", AttributeValue.fromS(underWay.basis()));
        item.put("mark", AttributeValue.fromS(underWay.mark().reveal()));
        item.put("endsAt", TableAccess.number(underWay.until().toEpochMilli()));
        item.put("expiresAt", TableAccess.number(underWay.until().getEpochSecond()));
        item.putAll(underWay.<Map<String, AttributeValue>>either(
                browser -> Map.of(
                        "verifier", AttributeValue.fromS(browser.verifier().reveal())),
                device -> Map.of(
                        "userCode", AttributeValue.fromS(device.userCode()),
                        "verificationUrl", AttributeValue.fromS(device.verificationUrl()),
                        "intervalSeconds", TableAccess.number(device.interval().toSeconds()))));
        try {
            client.putItem(request -> request.tableName(table).item(item));
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    @Override
    public boolean end(String pollerId, UnderWay underWay) {
        DeleteItemRequest delete = DeleteItemRequest.builder()
                .tableName(table)
                .key(key(pollerId))
                .conditionExpression("mark = :mark")
                .expressionAttributeValues(
                        Map.of(":mark", AttributeValue.fromS(underWay.mark().reveal())))
                .build();
        try {
            client.deleteItem(delete);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    private static Map<String, AttributeValue> key(String pollerId) {
        return Map.of(
                "pk",
                AttributeValue.fromS(TableAccess.partition(pollerId)),
                "sk",
                AttributeValue.fromS("authorization"));
    }

    /** A record; empty where it can't be one of ours, or is a newer version's. */
    private static Optional<UnderWay> underWay(Map<String, AttributeValue> item) {
        String basis = TableAccess.text(item, "basis");
        Secret mark = new Secret(TableAccess.text(item, "mark"));
        OptionalLong endsAt = TableAccess.number(item, "endsAt");
        OptionalLong interval = TableAccess.number(item, "intervalSeconds");
        if (endsAt.isEmpty() || mark.reveal().isEmpty()) {
            return Optional.empty();
        }
        Instant until = Instant.ofEpochMilli(endsAt.getAsLong());
        if (item.containsKey("verifier")) {
            return Optional.of(new ByBrowser(basis, until, mark, new Secret(TableAccess.text(item, "verifier"))));
        }
        return interval.isEmpty()
                ? Optional.empty()
                : Optional.of(new ByDevice(
                        basis,
                        until,
                        mark,
                        TableAccess.text(item, "userCode"),
                        TableAccess.text(item, "verificationUrl"),
                        Duration.ofSeconds(interval.getAsLong())));
    }
}
