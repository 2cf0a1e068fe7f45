package dev.imappoller.poller.operation;

import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has messages of several pollers tried again, one poller after another. None that is in trouble holds up those behind it. */
final class RetryRound {
    private final Operations operations;
    private final RetrySelection wanted;
    private final Budget budget;
    private final List<String> underWay = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();
    private int messages;
    private int pollers;

    RetryRound(Operations operations, RetrySelection wanted, Budget budget) {
        this.operations = operations;
        this.wanted = wanted;
        this.budget = budget;
    }

    RetriedPollers over(List<String> pollerIds) {
        for (String id : pollerIds) {
            if (budget.isOver() || !retry(id)) {
                return result(Optional.of(id));
            }
        }
        return result(Optional.empty());
    }

    /** False if the time was up before it was done. */
    private boolean retry(String id) {
        try {
            return !operations.isAny(id, wanted) || ended(id, operations.retry(id, wanted, budget));
        } catch (TableException e) {
            failed.add(id);
            trouble = Optional.of(e.detail());
            return true;
        }
    }

    /** @param retried empty if a pass is under way */
    private boolean ended(String id, Optional<Retried> retried) {
        int done = retried.map(Retried::messages).orElse(0);
        messages += done;
        pollers += done > 0 ? 1 : 0;
        boolean left = retried.map(Retried::left).orElse(1) > 0;
        if (left && retried.isPresent() && budget.isOver()) {
            return false;
        }
        if (left) {
            underWay.add(id);
        }
        return true;
    }

    private RetriedPollers result(Optional<String> next) {
        return new RetriedPollers(messages, pollers, underWay, failed, trouble, next);
    }
}
