package dev.imappoller.page;

import dev.imappoller.poller.ledger.LedgerRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that does not get through: nothing of what it says.
 *
 * @param uid as the operations by hand take it
 * @param state what is done about it
 * @param error what was the matter; empty where that is clear
 * @param buttons what can be done about it
 */
record FailingMessage(long uid, String state, String error, List<Button> buttons) {
    private static final int LONGEST_ERROR = 200;

    /** Those first that nothing will be done about without a person, then those that were tried most often. */
    static final Comparator<LedgerRecord> MOST_TELLING = Comparator.comparingInt(FailingMessage::rank)
            .thenComparing(Comparator.comparingInt(LedgerRecord::attempts).reversed())
            .thenComparingLong(LedgerRecord::uid);

    FailingMessage {
        buttons = List.copyOf(buttons);
    }

    static FailingMessage of(LedgerRecord record, List<Button> buttons, Instant now) {
        String error = switch (record.state()) {
            case TOO_LARGE -> "";
            case DEFERRED, PARKED, REJECTED, DELIVERED -> PageFormat.within(LONGEST_ERROR, record.lastError());
        };
        return new FailingMessage(record.uid(), state(record, now), error, buttons);
    }

    private static String state(LedgerRecord record, Instant now) {
        String last = DisplayTime.of(record.lastAttemptAt(), now).ago();
        return switch (record.state()) {
            case DEFERRED ->
                attempts(record) + ", last " + last + ", "
                        + again(record.nextAttemptAt().orElse(null), now);
            case PARKED ->
                "parked after " + attempts(record) + ", last " + last + ", "
                        + (record.nextAttemptAt().isEmpty()
                                ? "not tried any more"
                                : again(record.nextAttemptAt().orElse(null), now));
            case TOO_LARGE -> "too large (" + PageFormat.size(record.size()) + "), left unread";
            case REJECTED -> "rejected " + last + ", marked as read";
            case DELIVERED -> "delivered, not marked as read yet";
        };
    }

    /** A POST without an answer is no attempt. */
    private static String attempts(LedgerRecord record) {
        return record.attempts() == 0 ? "not answered" : PageFormat.count(record.attempts(), "attempt");
    }

    private static String again(@Nullable Instant next, Instant now) {
        return next != null && next.isAfter(now)
                ? "again " + DisplayTime.of(next, now).ago()
                : "again at the next poll";
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
