package dev.imappoller.store;

import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The ledger in the State table, read and written in pages: {@link LedgerItem} says how a record stands there. */
public final class DynamoLedger implements Ledger {
    /** Of messages that are looked for among the rejected ones, so that it costs a page at the most. */
    private static final int MOST_LOOKED_THROUGH = 500;

    private final DynamoDbClient client;
    private final String table;

    public DynamoLedger(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
        Map<Long, LedgerRecord> records = new HashMap<>();
        QueryRequest query =
                keysThatBegin(pollerId, LedgerItem.UNREAD + uidValidity + "#").build();
        read(query, entry -> records.put(entry.record().uid(), entry.record()));
        return records;
    }

    @Override
    public void forEach(String pollerId, Consumer<Entry> action) {
        forEachUnread(pollerId, action);
        read(keysThatBegin(pollerId, LedgerItem.REJECTED).build(), action);
    }

    @Override
    public void forEachUnread(String pollerId, Consumer<Entry> action) {
        read(keysThatBegin(pollerId, LedgerItem.UNREAD).build(), action);
    }

    @Override
    public List<Entry> some(String pollerId, int most) {
        return page(keysThatBegin(pollerId, LedgerItem.UNREAD).limit(most).build());
    }

    @Override
    public List<Entry> someRejected(String pollerId, int most) {
        return page(keysThatBegin(pollerId, LedgerItem.REJECTED)
                .scanIndexForward(false)
                .limit(most)
                .build());
    }

    private List<Entry> page(QueryRequest query) {
        return reading(() -> client.query(query).items().stream()
                .map(LedgerItem::entry)
                .flatMap(Optional::stream)
                .toList());
    }

    @Override
    public Set<Long> rejected(String pollerId, long uidValidity, Collection<Long> uids) {
        if (uids.isEmpty()) {
            return Set.of();
        }
        Key first = new Key(uidValidity, Collections.min(uids), true);
        Key last = new Key(uidValidity, Collections.max(uids), true);
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
                .projectionExpression("sk")
                .limit(MOST_LOOKED_THROUGH)
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(TableAccess.partition(pollerId)),
                        ":first", AttributeValue.fromS(LedgerItem.sortKey(first)),
                        ":last", AttributeValue.fromS(LedgerItem.sortKey(last))))
                .build();
        return reading(() -> client.query(query).items().stream()
                .map(item -> LedgerItem.key(TableAccess.text(item, "sk")))
                .flatMap(Optional::stream)
                .map(Key::uid)
                .filter(uids::contains)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void write(String pollerId, Collection<Change> changes) {
        List<Change> all = List.copyOf(changes);
        try {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Change> batch = all.subList(from, Math.min(from + AT_ONCE, all.size()));
                if (batch.size() == 1) {
                    write(pollerId, batch.get(0));
                } else {
                    writeTogether(pollerId, batch);
                }
            }
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    private void write(String pollerId, Change change) {
        if (change.record().isPresent()) {
            client.putItem(PutItemRequest.builder()
                    .tableName(table)
                    .item(LedgerItem.of(pollerId, change))
                    .overrideConfiguration(TableAccess.SOON)
                    .build());
        } else {
            client.deleteItem(request -> request.tableName(table)
                    .key(LedgerItem.keyOf(pollerId, change.key()))
                    .overrideConfiguration(TableAccess.SOON));
        }
    }

    private void writeTogether(String pollerId, List<Change> changes) {
        List<WriteRequest> requests = new ArrayList<>();
        for (Change change : changes) {
            requests.add(WriteRequest.builder()
                    .applyMutation(request -> {
                        if (change.record().isPresent()) {
                            request.putRequest(put -> put.item(LedgerItem.of(pollerId, change)));
                        } else {
                            request.deleteRequest(delete -> delete.key(LedgerItem.keyOf(pollerId, change.key())));
                        }
                    })
                    .build());
        }
        // A busy table may leave out some items. They are asked for once more only, since the lease runs meanwhile.
        if (!leftOut(leftOut(requests)).isEmpty()) {
            throw ProvisionedThroughputExceededException.builder()
                    .message("it took only a part of a batch")
                    .build();
        }
    }

    private List<WriteRequest> leftOut(List<WriteRequest> requests) {
        if (requests.isEmpty()) {
            return requests;
        }
        return client.batchWriteItem(BatchWriteItemRequest.builder()
                        .requestItems(Map.of(table, requests))
                        .overrideConfiguration(TableAccess.SOON)
                        .build())
                .unprocessedItems()
                .getOrDefault(table, List.of());
    }

    /** A page at a time, as they are consumed. */
    private void read(QueryRequest query, Consumer<Entry> action) {
        reading(() -> {
            client.queryPaginator(query).items().stream()
                    .map(LedgerItem::entry)
                    .flatMap(Optional::stream)
                    .forEach(action);
            return query;
        });
    }

    private <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (SdkException e) {
            throw TableAccess.unusable(table, "STATE_TABLE", "read", e);
        }
    }

    private QueryRequest.Builder keysThatBegin(String pollerId, String prefix) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(TableAccess.partition(pollerId)),
                        ":prefix", AttributeValue.fromS(prefix)));
    }
}
