package dev.imappoller.store;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.Ledger.Change;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A record of the ledger as an item of the State table: {@code poller#ID} / {@code message#UIDVALIDITY#UID}, and for a rejected message
 * {@code rejected#UIDVALIDITY#UID}, its UID with ten digits, so that they are in its order.
 */
final class LedgerItem {
    static final String UNREAD = "message#";

    static final String REJECTED = "rejected#";

    /** A record is kept for this long after it was last written. */
    private static final Duration KEPT = Duration.ofDays(60);

    /**
     * The most characters of a Message-ID that are kept. A sender can make it very long, and a pass holds the records of all failing
     * messages in memory.
     */
    private static final int LONGEST_MESSAGE_ID = 250;

    private static final int LONGEST_ERROR = 500;

    private LedgerItem() {}

    static Map<String, AttributeValue> keyOf(String pollerId, Ledger.Key key) {
        return Map.of(
                "pk", AttributeValue.fromS(TableAccess.partition(pollerId)), "sk", AttributeValue.fromS(sortKey(key)));
    }

    static String sortKey(Ledger.Key key) {
        return key.rejected()
                ? String.format(Locale.ROOT, "%s%d#%010d", REJECTED, key.uidValidity(), key.uid())
                : UNREAD + key.uidValidity() + "#" + key.uid();
    }

    /** @param change one that puts a record */
    static Map<String, AttributeValue> of(String pollerId, Change change) {
        LedgerRecord record = change.record().orElseThrow();
        Map<String, AttributeValue> item = new HashMap<>(keyOf(pollerId, change.key()));
        item.put("state", AttributeValue.fromS(record.state().name()));
        item.put("attempts", TableAccess.number(record.attempts()));
        item.put("firstAttemptAt", TableAccess.time(record.firstAttemptAt()));
        item.put("lastAttemptAt", TableAccess.time(record.lastAttemptAt()));
        record.nextAttemptAt().ifPresent(next -> item.put("nextAttemptAt", TableAccess.time(next)));
        record.lastHttpStatus().ifPresent(status -> item.put("lastHttpStatus", TableAccess.number(status)));
        item.put("lastError", AttributeValue.fromS(within(LONGEST_ERROR, record.lastError())));
        record.messageId().ifPresent(id -> item.put("messageId", AttributeValue.fromS(within(LONGEST_MESSAGE_ID, id))));
        item.put("size", TableAccess.number(record.size()));
        item.put("mailbox", AttributeValue.fromS(record.mailbox()));
        item.putAll(care(record.care()));
        item.put(
                "expiresAt",
                TableAccess.number(record.lastAttemptAt().plus(KEPT).getEpochSecond()));
        return item;
    }

    /** Most records need none, and have none of these. */
    private static Map<String, AttributeValue> care(Care care) {
        Map<String, AttributeValue> item = new HashMap<>();
        if (care.suspect()) {
            item.put("suspect", AttributeValue.fromBool(true));
            item.put("brokeOff", TableAccess.number(care.brokeOff()));
        }
        if (care.silent() > 0) {
            item.put("silent", TableAccess.number(care.silent()));
        }
        if (care.hidden()) {
            item.put("hidden", AttributeValue.fromBool(true));
        }
        return item;
    }

    private static Care careOf(Map<String, AttributeValue> item) {
        return new Care(
                isTrue(item, "suspect"),
                (int) TableAccess.number(item, "brokeOff").orElse(0),
                (int) TableAccess.number(item, "silent").orElse(0),
                isTrue(item, "hidden"));
    }

    private static boolean isTrue(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::bool).orElse(false);
    }

    private static String within(int longest, String text) {
        int end = Math.min(text.length(), longest);
        // Half a character is no text.
        boolean split = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, split ? end - 1 : end);
    }

    /** Whose record stands under a sort key; empty where it can't be one of ours. */
    static Optional<Ledger.Key> key(String sortKey) {
        List<String> parts = Characters.split(sortKey, '#');
        try {
            return parts.size() == 3
                    ? Optional.of(new Ledger.Key(
                            Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)), sortKey.startsWith(REJECTED)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A record; empty where it can't be one of ours, or is a newer version's. */
    static Optional<Ledger.Entry> entry(Map<String, AttributeValue> item) {
        return key(TableAccess.text(item, "sk")).flatMap(key -> {
            try {
                return Optional.of(new Ledger.Entry(key.uidValidity(), record(key.uid(), item)));
            } catch (IllegalArgumentException | DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private static LedgerRecord record(long uid, Map<String, AttributeValue> item) {
        return new LedgerRecord(
                uid,
                State.valueOf(TableAccess.text(item, "state")),
                (int) TableAccess.number(item, "attempts").orElse(0),
                Instant.parse(TableAccess.text(item, "firstAttemptAt")),
                Instant.parse(TableAccess.text(item, "lastAttemptAt")),
                Optional.of(TableAccess.text(item, "nextAttemptAt"))
                        .filter(text -> !text.isEmpty())
                        .map(Instant::parse),
                TableAccess.number(item, "lastHttpStatus").stream()
                        .mapToInt(status -> (int) status)
                        .findFirst(),
                within(LONGEST_ERROR, TableAccess.text(item, "lastError")),
                Optional.of(within(LONGEST_MESSAGE_ID, TableAccess.text(item, "messageId")))
                        .filter(id -> !id.isEmpty()),
                TableAccess.number(item, "size").orElse(0),
                TableAccess.text(item, "mailbox"),
                careOf(item));
    }
}
