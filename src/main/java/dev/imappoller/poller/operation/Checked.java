package dev.imappoller.poller.operation;

import dev.imappoller.poller.outcome.Outcome;
import java.util.List;

/**
 * What a check came to.
 *
 * @param steps those that were made, the one that failed included; empty if the time was up before the first
 */
public record Checked(String pollerId, Outcome outcome, List<StepLog.Made> steps) {
    public Checked {
        steps = List.copyOf(steps);
    }

    /** Whether it was begun before the run's time was up. */
    public boolean isBegun() {
        return !steps.isEmpty();
    }
}
