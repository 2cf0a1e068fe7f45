package dev.imappoller;

import dev.imappoller.oauth.AuthorizeResult;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.operation.CheckResult;
import dev.imappoller.poller.operation.FailingMessages;
import dev.imappoller.poller.operation.RedeliveryResult;
import dev.imappoller.poller.operation.RetriedPollers;
import dev.imappoller.poller.status.PollerStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to operations by hand. They stand apart from the answer itself, which whoever writes JSON looks at whole at each start. */
final class OperationReports {
    private OperationReports() {}

    /** @param done what was done before the check, if anything was */
    static Report check(CheckResult check, @Nullable String done) {
        return Report.of(
                Report.one(check.pollerId(), check.outcome()),
                done,
                check.steps().stream().map(Report.Step::of).toList());
    }

    static Report signIn(AuthorizeResult.ToOpen page) {
        return Report.byHand(null, page.done(), null, null, SignIn.of(page));
    }

    static Report failed(String pollerId, FailingMessages page) {
        int failing = page.count(State.DEFERRED, State.PARKED, State.TOO_LARGE);
        int rejected = page.count(State.REJECTED);
        String done = failing == 0
                ? "No message of " + pollerId + " fails."
                : failing + " message(s) of " + pollerId + " fail.";
        if (rejected > 0) {
            done += " " + rejected + " were rejected (4xx) in the last 60 days; op redeliver has them delivered again.";
        }
        if (page.next().isPresent()) {
            done += " These are not all: ask for the others with \"next\".";
        }
        return Report.byHand(
                null,
                done,
                page.entries().stream().map(FailingLine::of).toList(),
                page.next().orElse(null),
                null);
    }

    static Report retried(RetriedPollers retried) {
        return Report.byHand(
                retried.error().orElse(null),
                retried.words(),
                null,
                retried.next().orElse(null),
                null);
    }

    static Report redelivery(RedeliveryResult result) {
        String detail = Report.within(result.outcome().detail());
        boolean ok = result.outcome().status() == PollerStatus.OK;
        List<FailingLine> messages =
                result.messages().stream().map(FailingLine::of).toList();
        return Report.byHand(ok ? null : detail, ok ? detail : null, messages.isEmpty() ? null : messages, null, null);
    }
}
