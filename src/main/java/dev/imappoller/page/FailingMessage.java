package dev.imappoller.page;

import dev.imappoller.poller.ledger.LedgerRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A message that does not get through: nothing of what it says.
 *
 * @param uid as the operations by hand take it
 * @param state what is done about it
 * @param error what was the matter; empty where that is clear
 */
record FailingMessage(long uid, String state, String error) {
    private static final int LONGEST_ERROR = 200;

    /** Those first that nothing will be done about without a person, then those that were tried most often. */
    private static final Comparator<LedgerRecord> MOST_TELLING = Comparator.comparingInt(FailingMessage::rank)
            .thenComparing(Comparator.comparingInt(LedgerRecord::attempts).reversed())
            .thenComparingLong(LedgerRecord::uid);

    /** The most telling of some records. */
    static List<FailingMessage> of(List<LedgerRecord> records, int most, Instant now) {
        return records.stream()
                .sorted(MOST_TELLING)
                .limit(most)
                .map(record -> of(record, now))
                .toList();
    }

    private static FailingMessage of(LedgerRecord record, Instant now) {
        String error = PageFormat.within(LONGEST_ERROR, record.lastError());
        String last = DisplayTime.of(record.lastAttemptAt(), now).ago();
        return switch (record.state()) {
            case DEFERRED ->
                new FailingMessage(
                        record.uid(),
                        attempts(record) + ", last " + last + ", " + again(record.nextAttemptAt(), now),
                        error);
            case PARKED ->
                new FailingMessage(
                        record.uid(),
                        "parked after " + attempts(record) + ", last " + last + ", "
                                + (record.nextAttemptAt().isEmpty()
                                        ? "not tried any more"
                                        : again(record.nextAttemptAt(), now)),
                        error);
            case TOO_LARGE ->
                new FailingMessage(record.uid(), "too large (" + PageFormat.size(record.size()) + "), left unread", "");
            case REJECTED -> new FailingMessage(record.uid(), "rejected " + last + ", marked as read", error);
            case DELIVERED -> new FailingMessage(record.uid(), "delivered, not marked as read yet", error);
        };
    }

    /** A POST without an answer is no attempt. */
    private static String attempts(LedgerRecord record) {
        return record.attempts() == 0 ? "not answered" : PageFormat.count(record.attempts(), "attempt");
    }

    private static String again(Optional<Instant> next, Instant now) {
        return next.filter(time -> time.isAfter(now))
                .map(time -> "again " + DisplayTime.of(time, now).ago())
                .orElse("again at the next poll");
    }

    private static int rank(LedgerRecord record) {
        return switch (record.state()) {
            case PARKED -> 0;
            case DEFERRED -> 1;
            case TOO_LARGE -> 2;
            case REJECTED -> 3;
            case DELIVERED -> 4;
        };
    }
}
