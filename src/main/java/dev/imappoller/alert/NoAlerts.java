package dev.imappoller.alert;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Alerts;
import java.time.Duration;

/** Where no sender is set, nobody is mailed. */
public final class NoAlerts implements Alerts {
    @Override
    public void passEnded(PollerEntry entry, Outcome outcome) {
        // The log and the item tell it all the same.
    }

    @Override
    public void await(Duration atMost) {
        // There is nothing to wait for.
    }
}
