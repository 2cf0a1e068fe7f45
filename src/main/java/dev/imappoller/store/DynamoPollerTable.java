package dev.imappoller.store;

import dev.imappoller.poller.item.ItemAttribute;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.RecentDeliveries;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The Pollers table in DynamoDB. Configuration attributes are only ever read. */
public final class DynamoPollerTable implements PollerTable {
    private static final int LONGEST_DETAIL = 4000;
    private static final AttributeValue NO_ID = AttributeValue.fromS("");

    private final DynamoDbClient client;
    private final String table;

    public DynamoPollerTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public void forEach(Segment segment, Consumer<PollerEntry> action) {
        // A consistent read sees a change that was just made, and so no poller is due twice.
        ScanRequest scan = ScanRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .segment(segment.number())
                .totalSegments(segment.of())
                .build();
        try {
            client.scanPaginator(scan).items().forEach(item -> action.accept(entry(item)));
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "POLLERS_TABLE", "read", e);
        }
    }

    @Override
    public Optional<PollerEntry> find(String pollerId) {
        return TableAccess.getItem(
                        client,
                        "POLLERS_TABLE",
                        GetItemRequest.builder()
                                .tableName(table)
                                .key(Map.of("pollerId", AttributeValue.fromS(pollerId))))
                .map(DynamoPollerTable::entry);
    }

    @Override
    public void record(String pollerId, Outcome outcome, Instant polledAt, PollerState state) {
        boolean ok = outcome.status() == PollerStatus.OK;
        AttributeValue when =
                AttributeValue.fromS(polledAt.truncatedTo(ChronoUnit.MILLIS).toString());
        Map<ItemAttribute, AttributeValue> values = new EnumMap<>(ItemAttribute.class);
        values.put(ItemAttribute.STATUS, AttributeValue.fromS(outcome.status().name()));
        values.put(ItemAttribute.STATUS_DETAIL, AttributeValue.fromS(detail(outcome)));
        values.put(ItemAttribute.LAST_POLL_AT, when);
        values.put(ItemAttribute.CONSECUTIVE_FAILURES, TableAccess.number(ok ? 0 : state.consecutiveFailures() + 1L));
        values.put(ItemAttribute.LAST_PASS, AttributeValue.fromM(lastPass(outcome)));
        if (ok) {
            values.put(ItemAttribute.LAST_SUCCESS_AT, when);
        }
        int delivered = outcome.counts().delivered();
        // Otherwise the value in the item is still right, since readers compare it with the current time.
        if (delivered > 0) {
            RecentDeliveries recent = state.recentDeliveries().plus(polledAt, delivered);
            values.put(ItemAttribute.RECENT_DELIVERIES, recentDeliveries(recent));
        }
        boolean isNews = outcome.unread().isPresent() && !outcome.unread().equals(state.unread());
        if (isNews) { // Else what a pass at the same time has written stays: the next one goes by it.
            values.put(
                    ItemAttribute.UNREAD_COUNT,
                    TableAccess.number(outcome.unread().getAsInt()));
        }
        outcome.measurements()
                .oldestUnreadAt()
                .ifPresent(at -> values.put(ItemAttribute.OLDEST_UNREAD_AT, AttributeValue.fromS(at.toString())));
        outcome.lastAnswered()
                .filter(answered -> !state.lastAnswered().equals(Optional.of(answered)))
                .ifPresent(
                        answered -> values.put(ItemAttribute.LAST_ANSWERED, AttributeValue.fromS(answered.toString())));
        outcome.noPipelining()
                .filter(known -> !state.noPipelining().equals(Optional.of(known)))
                .ifPresent(known -> values.put(ItemAttribute.NO_PIPELINING, AttributeValue.fromS(known.toString())));
        List<String> over = new ArrayList<>();
        if (isNews && outcome.unread().getAsInt() == 0) {
            over.add(ItemAttribute.OLDEST_UNREAD_AT.attribute());
        }
        if (state.noPipelining().isPresent() && outcome.noPipelining().isEmpty()) {
            over.add(ItemAttribute.NO_PIPELINING.attribute());
        }
        // If a poller was deleted during the pass, this write must not create an item without its configuration.
        update(
                pollerId,
                values,
                over.isEmpty() ? "" : " REMOVE " + String.join(", ", over),
                "attribute_exists(pollerId)");
    }

    @Override
    public void recordCheck(String pollerId, Outcome outcome) {
        Map<ItemAttribute, AttributeValue> values = new EnumMap<>(ItemAttribute.class);
        values.put(ItemAttribute.STATUS, AttributeValue.fromS(outcome.status().name()));
        values.put(ItemAttribute.STATUS_DETAIL, AttributeValue.fromS(detail(outcome)));
        int unread = outcome.unread().orElse(0);
        // That there are none is for a pass to say: after 0 the next one reads no records, and there may be
        // some of messages that no search lists.
        if (unread > 0) {
            values.put(ItemAttribute.UNREAD_COUNT, TableAccess.number(unread));
        }
        update(pollerId, values, "", "attribute_exists(pollerId) AND attribute_not_exists(#status)");
    }

    /** An item must stay below 400 KB, or its status would never be written again. */
    private static String detail(Outcome outcome) {
        String detail = outcome.detail();
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }

    /** Sets attributes where the condition holds, and else does nothing. */
    private void update(
            String pollerId, Map<ItemAttribute, AttributeValue> values, String andRemove, String condition) {
        try {
            client.updateItem(request(pollerId, values, andRemove, condition));
        } catch (ConditionalCheckFailedException e) {
            // It is gone, or a pass was faster.
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "POLLERS_TABLE", "written", e);
        }
    }

    private UpdateItemRequest request(
            String pollerId, Map<ItemAttribute, AttributeValue> values, String andRemove, String condition) {
        List<String> assignments = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> placeholders = new HashMap<>();
        values.forEach((attribute, value) -> {
            String name = attribute.attribute();
            assignments.add("#" + name + " = :" + name);
            names.put("#" + name, name);
            placeholders.put(":" + name, value);
        });
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Map.of("pollerId", AttributeValue.fromS(pollerId)))
                .conditionExpression(condition)
                .updateExpression("SET " + String.join(", ", assignments) + andRemove)
                .expressionAttributeNames(names)
                .expressionAttributeValues(placeholders)
                .build();
    }

    private static Map<String, AttributeValue> lastPass(Outcome outcome) {
        MessageCounts counts = outcome.counts();
        return Map.of(
                "delivered", TableAccess.number(counts.delivered()),
                "rejected", TableAccess.number(counts.rejected()),
                "deferred", TableAccess.number(counts.deferred()),
                "parked", TableAccess.number(counts.parked()),
                "tooLarge", TableAccess.number(counts.tooLarge()),
                "bytes", TableAccess.number(counts.bytes()),
                "durationMs", TableAccess.number(outcome.took().toMillis()));
    }

    private static AttributeValue recentDeliveries(RecentDeliveries recent) {
        return AttributeValue.fromM(Map.of(
                "until",
                AttributeValue.fromS(recent.until().toString()),
                "perHour",
                AttributeValue.fromL(
                        recent.perHour().stream().map(TableAccess::number).toList())));
    }

    private static PollerEntry entry(Map<String, AttributeValue> item) {
        String pollerId = item.getOrDefault("pollerId", NO_ID).s(); // Every item has its key.
        return PollerItem.read(pollerId, Attribute.plainValues(item));
    }
}
