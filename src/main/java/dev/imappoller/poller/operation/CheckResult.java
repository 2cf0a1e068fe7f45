package dev.imappoller.poller.operation;

import dev.imappoller.poller.outcome.Outcome;
import java.util.List;

/**
 * The result of a check.
 *
 * @param steps those that were made, the one that failed included; empty if the time was up before the first
 */
public record CheckResult(String pollerId, Outcome outcome, List<CheckLog.Made> steps) {
    public CheckResult {
        steps = List.copyOf(steps);
    }

    /** Whether it was begun before the run's time was up. */
    public boolean isBegun() {
        return !steps.isEmpty();
    }
}
