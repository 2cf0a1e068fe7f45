package dev.imappoller.poller.operation;

import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.MessageSummary;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message that is to be delivered again.
 *
 * @param message as it is in the mailbox
 * @param unread what a pass finds on record about it, if anything
 * @param rejected its record as a rejected message, if there is one
 */
public record RedeliveryCandidate(
        long uidValidity, MessageSummary message, Optional<LedgerRecord> unread, Optional<LedgerRecord> rejected) {
    private static final String ASKED_FOR = "asked for again by op redeliver";

    long uid() {
        return message.uid();
    }

    /** What is on record about it, if anything is. */
    public Optional<LedgerRecord> record() {
        return unread.or(() -> rejected);
    }

    /** Whether somebody has asked for it before, and it waits for the next pass. */
    boolean isAskedFor() {
        return !message.seen()
                && unread.filter(record -> record.lastError().startsWith(ASKED_FOR))
                        .isPresent();
    }

    /**
     * The record by which the next pass delivers it as if it were new. A message that no search lists, or that has ended a pass, is treated
     * with the same care as before.
     *
     * @param mailbox which account and folder it is of
     */
    LedgerRecord asNew(Instant now, String mailbox) {
        Care before = unread.map(LedgerRecord::care).orElse(Care.NONE);
        boolean hidden =
                before.hidden() && unread.filter(LedgerRecord::mayBeHidden).isPresent();
        return new LedgerRecord(
                uid(),
                State.DEFERRED,
                0,
                record().map(LedgerRecord::firstAttemptAt).orElse(now),
                now,
                Optional.empty(),
                OptionalInt.empty(),
                why(),
                record().flatMap(LedgerRecord::messageId),
                message.size(),
                mailbox,
                new Care(before.suspect(), 0, 0, hidden));
    }

    private String why() {
        Optional<String> before = record().map(LedgerRecord::lastError);
        return before.filter(error -> error.startsWith(ASKED_FOR))
                .orElseGet(() ->
                        ASKED_FOR + before.map(error -> "; before: " + error).orElse(""));
    }
}
