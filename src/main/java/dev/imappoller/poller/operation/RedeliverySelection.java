package dev.imappoller.poller.operation;

import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.MessageId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which messages a person wants to have delivered again: one, by its UID or its Message-ID, or else those on record as rejected.
 *
 * @param since of the rejected ones, only those that were tried then or later
 * @param dryRun whether they are only listed
 */
public record RedeliverySelection(
        OptionalLong uid, Optional<MessageId> messageId, Optional<Instant> since, boolean dryRun) {
    /** The message with this UID, whatever became of it. */
    public static RedeliverySelection one(long uid) {
        return new RedeliverySelection(OptionalLong.of(uid), Optional.empty(), Optional.empty(), false);
    }

    /** The message with this Message-ID, whatever became of it. */
    public static RedeliverySelection one(MessageId messageId) {
        return new RedeliverySelection(OptionalLong.empty(), Optional.of(messageId), Optional.empty(), false);
    }

    /** All that are on record as rejected. */
    public static RedeliverySelection rejected() {
        return new RedeliverySelection(OptionalLong.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Those that were rejected then or later. */
    public static RedeliverySelection rejectedSince(Instant time) {
        return new RedeliverySelection(OptionalLong.empty(), Optional.empty(), Optional.of(time), false);
    }

    /** The same, to be listed only. */
    public RedeliverySelection listed() {
        return new RedeliverySelection(uid, messageId, since, true);
    }

    boolean names(LedgerRecord record) {
        if (uid.isPresent()) {
            return uid.getAsLong() == record.uid();
        }
        if (messageId.isPresent()) {
            return record.messageId().filter(messageId.get()::is).isPresent();
        }
        return record.state() == State.REJECTED
                && since.filter(time -> record.lastAttemptAt().isBefore(time)).isEmpty();
    }
}
