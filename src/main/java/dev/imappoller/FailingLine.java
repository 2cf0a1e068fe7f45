package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** In a report, a failing message: nothing of its content, but all that helps to find it. */
@RegisterForReflection
@JsonInclude(Include.NON_ABSENT)
public record FailingLine(
        long uid,
        long uidValidity,
        String state,
        int attempts,
        String firstAttemptAt,
        String lastAttemptAt,
        Optional<String> nextAttemptAt,
        OptionalInt lastHttpStatus,
        String lastError,
        Optional<String> messageId,
        long size) {

    static FailingLine of(Ledger.Entry entry) {
        LedgerRecord record = entry.record();
        return new FailingLine(
                record.uid(),
                entry.uidValidity(),
                record.state().name(),
                record.attempts(),
                record.firstAttemptAt().toString(),
                record.lastAttemptAt().toString(),
                record.nextAttemptAt().map(Instant::toString),
                record.lastHttpStatus(),
                Report.within(record.lastError()),
                record.messageId(),
                record.size());
    }
}
