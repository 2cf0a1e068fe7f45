package dev.imappoller.poller.operation;

import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has messages of several pollers tried again, one poller after another. None that is in trouble holds up those behind it. */
final class RetryRound {
    private final Operations operations;
    private final RetrySelection wanted;
    private final Budget budget;
    private final List<String> underWay = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private @Nullable String trouble;
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
                return result(id);
            }
        }
        return result(null);
    }

    /** False if the time was up before it was done. */
    private boolean retry(String id) {
        try {
            return !operations.isAny(id, wanted)
                    || ended(id, operations.retry(id, wanted, budget).orElse(null));
        } catch (TableException e) {
            failed.add(id);
            trouble = e.detail();
            return true;
        }
    }

    /** @param retried null if a pass is under way */
    private boolean ended(String id, @Nullable Retried retried) {
        int done = retried == null ? 0 : retried.messages();
        messages += done;
        pollers += done > 0 ? 1 : 0;
        boolean left = retried == null || retried.left() > 0;
        if (left && retried != null && budget.isOver()) {
            return false;
        }
        if (left) {
            underWay.add(id);
        }
        return true;
    }

    /** @param next the poller that is still to come, if one is */
    private RetriedPollers result(@Nullable String next) {
        return new RetriedPollers(
                messages, pollers, underWay, failed, Optional.ofNullable(trouble), Optional.ofNullable(next));
    }
}
