package dev.imappoller.store;

import dev.imappoller.poller.Ledger;
import dev.imappoller.poller.LedgerRecord;
import dev.imappoller.poller.LedgerRecord.Care;
import dev.imappoller.poller.LedgerRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
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

    /** A line of a header (RFC 5322, section 2.1.1): an item must stay below 400 KB, and a sender may write what he likes. */
    private static final int LONGEST_TEXT = 998;

    private static final String MESSAGE = "message#";

    private final DynamoDbClient client;
    private final String table;

    public DynamoLedger(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
        Map<Long, LedgerRecord> records = new HashMap<>();
        for (Entry entry : query(pollerId, MESSAGE + uidValidity + "#")) {
            records.put(entry.record().uid(), entry.record());
        }
        return records;
    }

    @Override
    public List<Entry> all(String pollerId) {
        return query(pollerId, MESSAGE);
    }

    @Override
    public List<Entry> some(String pollerId, int most) {
        QueryRequest query = keysThatBegin(pollerId, MESSAGE).limit(most).build();
        try {
            return client.query(query).items().stream()
                    .map(DynamoLedger::entry)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "read", e);
        }
    }

    private List<Entry> query(String pollerId, String prefix) {
        QueryRequest query = keysThatBegin(pollerId, prefix).build();
        try {
            return client.queryPaginator(query).items().stream()
                    .map(DynamoLedger::entry)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "read", e);
        }
    }

    private QueryRequest.Builder keysThatBegin(String pollerId, String prefix) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(Tables.partition(pollerId)),
                        ":prefix", AttributeValue.fromS(prefix)));
    }

    @Override
    public void remove(String pollerId, long uidValidity, long uid) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(key(pollerId, uidValidity, uid))
                    .overrideConfiguration(Tables.SOON));
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    @Override
    public void put(String pollerId, long uidValidity, LedgerRecord record) {
        Map<String, AttributeValue> item = new HashMap<>(key(pollerId, uidValidity, record.uid()));
        item.put("state", AttributeValue.fromS(record.state().name()));
        item.put("attempts", Tables.number(record.attempts()));
        item.put("firstAttemptAt", Tables.time(record.firstAttemptAt()));
        item.put("lastAttemptAt", Tables.time(record.lastAttemptAt()));
        record.nextAttemptAt().ifPresent(next -> item.put("nextAttemptAt", Tables.time(next)));
        record.lastHttpStatus().ifPresent(status -> item.put("lastHttpStatus", Tables.number(status)));
        item.put("lastError", text(record.lastError()));
        record.messageId().ifPresent(id -> item.put("messageId", text(id)));
        item.put("size", Tables.number(record.size()));
        item.put("mailbox", AttributeValue.fromS(record.mailbox()));
        item.putAll(care(record.care()));
        item.put("expiresAt", Tables.number(record.lastAttemptAt().plus(KEPT).getEpochSecond()));
        try {
            client.putItem(PutItemRequest.builder()
                    .tableName(table)
                    .item(item)
                    .overrideConfiguration(Tables.SOON)
                    .build());
        } catch (SdkException e) {
            throw Tables.unusable(table, "STATE_TABLE", "written", e);
        }
    }

    /** Most records need none, and have none of these. */
    private static Map<String, AttributeValue> care(Care care) {
        Map<String, AttributeValue> item = new HashMap<>();
        if (care.suspect()) {
            item.put("suspect", AttributeValue.fromBool(true));
            item.put("brokeOff", Tables.number(care.brokeOff()));
        }
        if (care.silent() > 0) {
            item.put("silent", Tables.number(care.silent()));
        }
        if (care.hidden()) {
            item.put("hidden", AttributeValue.fromBool(true));
        }
        return item;
    }

    private static Care careOf(Map<String, AttributeValue> item) {
        return new Care(
                isTrue(item, "suspect"),
                (int) Tables.number(item, "brokeOff").orElse(0),
                (int) Tables.number(item, "silent").orElse(0),
                isTrue(item, "hidden"));
    }

    private static boolean isTrue(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::bool).orElse(false);
    }

    private static AttributeValue text(String text) {
        int end = Math.min(text.length(), LONGEST_TEXT);
        // Half a character is no text.
        boolean split = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return AttributeValue.fromS(text.substring(0, split ? end - 1 : end));
    }

    private static Map<String, AttributeValue> key(String pollerId, long uidValidity, long uid) {
        return Map.of(
                "pk", AttributeValue.fromS(Tables.partition(pollerId)),
                "sk", AttributeValue.fromS(MESSAGE + uidValidity + "#" + uid));
    }

    /** A record; empty where it can't be one of ours, or is a newer version's. */
    private static Optional<Entry> entry(Map<String, AttributeValue> item) {
        try {
            String[] key = Tables.text(item, "sk").split("#");
            Instant last = Instant.parse(Tables.text(item, "lastAttemptAt"));
            return Optional.of(new Entry(
                    Long.parseLong(key[1]),
                    new LedgerRecord(
                            Long.parseLong(key[2]),
                            State.valueOf(Tables.text(item, "state")),
                            (int) Tables.number(item, "attempts").orElse(0),
                            Instant.parse(Tables.text(item, "firstAttemptAt")),
                            last,
                            Optional.of(Tables.text(item, "nextAttemptAt"))
                                    .filter(text -> !text.isEmpty())
                                    .map(Instant::parse),
                            Tables.number(item, "lastHttpStatus").stream()
                                    .mapToInt(status -> (int) status)
                                    .findFirst(),
                            Tables.text(item, "lastError"),
                            Optional.of(Tables.text(item, "messageId")).filter(id -> !id.isEmpty()),
                            Tables.number(item, "size").orElse(0),
                            Tables.text(item, "mailbox"),
                            careOf(item))));
        } catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
