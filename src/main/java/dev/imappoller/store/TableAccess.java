package dev.imappoller.store;

import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.status.TableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What both tables have in common. */
final class TableAccess {
    /** For what a pass asks for while its lease runs: however long that takes, the lease has to be renewed in time. */
    static final AwsRequestOverrideConfiguration SOON = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofMillis(2500))
            .build();

    private TableAccess() {}

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue time(Instant time) {
        return AttributeValue.fromS(time.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** An attribute's text; empty where there is none. */
    static String text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s).orElse("");
    }

    static OptionalLong number(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::n).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** Where the State table has what belongs to a poller. */
    static String partition(String pollerId) {
        return "poller#" + pollerId;
    }

    /**
     * Reads an item as it was last written; empty where there is none.
     *
     * @param variable the environment variable that names the table
     */
    static Optional<Map<String, AttributeValue>> getItem(
            DynamoDbClient client, String variable, GetItemRequest.Builder get) {
        GetItemRequest request = get.consistentRead(true).build();
        try {
            return Optional.of(client.getItem(request).item()).filter(item -> !item.isEmpty());
        } catch (SdkException e) {
            throw unusable(request.tableName(), variable, "read", e);
        }
    }

    /**
     * Says that a table can't be used.
     *
     * @param variable the environment variable that names it
     * @param how read or written
     */
    static TableException unusable(String table, String variable, String how, SdkException e) {
        if (e instanceof ResourceNotFoundException) {
            return new TableException("There is no table " + table + ". Check " + variable + " and the region.", e);
        }
        return new TableException(
                "The table " + table + " can't be " + how + ": "
                        + ForeignText.of(e).shownOfAws() + ".",
                e);
    }
}
