package dev.imappoller.poller.ledger;

import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts messages with a final answer on record where that is needed: above all rejected ones, so that they can be brought back. */
final class FinalRecords {
    private final LedgerWriter writer;
    private final String mailbox;
    private final Instant now;
    private final Set<Long> accepted = new HashSet<>();
    private boolean unwritten;

    /**
     * @param mailbox which account and folder the messages are of
     * @param now when the run began
     */
    FinalRecords(LedgerWriter writer, String mailbox, Instant now) {
        this.writer = writer;
        this.mailbox = mailbox;
        this.now = now;
    }

    /** @param before what was on record about the message */
    void accepted(long uid, @Nullable LedgerRecord before) {
        accepted.add(uid);
        settle(before);
    }

    /**
     * Some records have a message posted although it is marked. Such a record must be gone once the message has its answer, however the
     * pass ends.
     */
    private void settle(@Nullable LedgerRecord before) {
        if (before != null && before.mayBeHidden()) {
            writer.put(before.with(State.DELIVERED, now, null, "it got its final answer", before.care()));
            unwritten = true;
        }
    }

    /** @param before what was on record about the message */
    void rejected(long uid, FailedAttempt answer, @Nullable LedgerRecord before) {
        writer.put(new LedgerRecord(
                uid,
                State.REJECTED,
                before == null ? 1 : before.attempts() + 1,
                before == null ? now : before.firstAttemptAt(),
                now,
                Optional.empty(),
                answer.httpStatus(),
                answer.why(),
                answer.messageId().or(() -> Optional.ofNullable(before).flatMap(LedgerRecord::messageId)),
                answer.size(),
                mailbox));
        unwritten = true;
        settle(before);
    }

    /** Writes the records of messages before they are marked, since the process may be killed afterwards. */
    void beforeMarking() {
        if (unwritten) {
            writer.hurry();
            unwritten = false;
        }
    }

    /** Those that were accepted: a record of one of them as rejected has become untrue, since somebody marked it as unread. */
    Set<Long> accepted() {
        return Set.copyOf(accepted);
    }
}
