package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.operation.RedeliveryCandidate;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message that did not get through, or is to be delivered again, in the function's answer: nothing of its content, but all that helps to
 * find it. One that is not on record has its UID and its size alone.
 */
@RegisterForReflection
@JsonInclude(Include.NON_ABSENT)
public record FailingLine(
        long uid,
        long uidValidity,
        Optional<String> state,
        OptionalInt attempts,
        Optional<String> firstAttemptAt,
        Optional<String> lastAttemptAt,
        Optional<String> nextAttemptAt,
        OptionalInt lastHttpStatus,
        Optional<String> lastError,
        Optional<String> messageId,
        long size) {

    static FailingLine of(Ledger.Entry entry) {
        return of(entry.uidValidity(), entry.record());
    }

    static FailingLine of(RedeliveryCandidate candidate) {
        return candidate
                .record()
                .map(record -> of(candidate.uidValidity(), record))
                .orElseGet(() -> new FailingLine(
                        candidate.message().uid(),
                        candidate.uidValidity(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        candidate.message().size()));
    }

    private static FailingLine of(long uidValidity, LedgerRecord record) {
        return new FailingLine(
                record.uid(),
                uidValidity,
                Optional.of(record.state().name()),
                OptionalInt.of(record.attempts()),
                Optional.of(record.firstAttemptAt().toString()),
                Optional.of(record.lastAttemptAt().toString()),
                record.nextAttemptAt().map(Instant::toString),
                record.lastHttpStatus(),
                Optional.of(Report.within(record.lastError())),
                record.messageId(),
                record.size());
    }
}
