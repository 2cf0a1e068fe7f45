package dev.imappoller.poller.operation;

import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.Failure;
import java.time.Duration;
import java.util.List;

/**
 * What came of op {@code redeliver}.
 *
 * @param messages some of them, where they are only listed
 */
public record RedeliveryResult(Outcome outcome, List<RedeliveryCandidate> messages) {
    public RedeliveryResult {
        messages = List.copyOf(messages);
    }

    /** Messages that are only listed. */
    static RedeliveryResult listing(String detail, List<RedeliveryCandidate> messages) {
        return new RedeliveryResult(Outcome.note(detail, 0), messages);
    }

    static RedeliveryResult done(String detail) {
        return listing(detail, List.of());
    }

    static RedeliveryResult failed(Failure failure) {
        return failed(failure, List.of());
    }

    static RedeliveryResult failed(Failure failure, List<RedeliveryCandidate> messages) {
        return new RedeliveryResult(Outcome.failed(failure, Duration.ZERO), messages);
    }
}
