package dev.imappoller.poller.operation;

import dev.imappoller.poller.ledger.LedgerRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which messages a person wants to have tried again.
 *
 * @param uid one message, whatever became of it
 * @param since only those that were tried then or later
 * @param failing those that are unread
 * @param rejected those that the endpoint will never take, which are marked as seen
 */
public record RetrySelection(OptionalLong uid, Optional<Instant> since, boolean failing, boolean rejected) {
    /** One message. */
    public static RetrySelection one(long uid) {
        return new RetrySelection(OptionalLong.of(uid), Optional.empty(), true, true);
    }

    boolean isRejected(LedgerRecord record) {
        return record.state() == LedgerRecord.State.REJECTED && rejected && matches(record);
    }

    boolean isFailing(LedgerRecord record) {
        return switch (record.state()) {
            case DEFERRED, PARKED, TOO_LARGE -> failing && matches(record);
            case REJECTED, DELIVERED -> false;
        };
    }

    private boolean matches(LedgerRecord record) {
        boolean lateEnough =
                since.filter(time -> record.lastAttemptAt().isBefore(time)).isEmpty();
        return lateEnough && (uid.isEmpty() || uid.getAsLong() == record.uid());
    }
}
