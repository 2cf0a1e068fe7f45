package dev.imappoller.poller.operation;

import dev.imappoller.poller.credential.Fingerprint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.mailbox.MessageSummary;
import java.time.Instant;
import java.util.Optional;

/** What {@link Redelivery} writes, for the simulator. */
public final class SimRedelivery {
    private SimRedelivery() {}

    /** @param before what is on record about the message, if it is not as a rejected one */
    public static LedgerRecord record(
            Poller poller,
            long uidValidity,
            MessageSummary message,
            Optional<LedgerRecord> before,
            Optional<LedgerRecord> rejected,
            Instant now) {
        String mailbox = Fingerprint.of(poller.host(), poller.username(), poller.folder());
        return new RedeliveryCandidate(uidValidity, message, before, rejected).asNew(now, mailbox);
    }

    /** Whether a record is one that {@link #record} has made. */
    public static boolean isAskedFor(LedgerRecord record) {
        return record.lastError().startsWith("asked for again");
    }
}
