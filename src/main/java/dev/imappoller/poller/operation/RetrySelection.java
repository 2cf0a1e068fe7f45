package dev.imappoller.poller.operation;

import dev.imappoller.poller.ledger.LedgerRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which of the messages that fail are to be tried again.
 *
 * @param uid one message; empty for all
 * @param since only those that were tried then or later
 * @param parkedOnly only those that are not tried any more by themselves
 */
public record RetrySelection(OptionalLong uid, Optional<Instant> since, boolean parkedOnly) {
    /** All messages of a poller that fail. */
    public static final RetrySelection FAILING = new RetrySelection(OptionalLong.empty(), Optional.empty(), false);

    boolean names(LedgerRecord record) {
        return switch (record.state()) {
            case PARKED -> matches(record);
            case DEFERRED, TOO_LARGE -> !parkedOnly && matches(record);
            case REJECTED, DELIVERED -> false;
        };
    }

    private boolean matches(LedgerRecord record) {
        boolean lateEnough =
                since.filter(time -> record.lastAttemptAt().isBefore(time)).isEmpty();
        return lateEnough && (uid.isEmpty() || uid.getAsLong() == record.uid());
    }
}
