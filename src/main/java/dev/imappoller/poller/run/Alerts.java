package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import java.time.Duration;

/** Tells people when something has changed for the worse or the better. It never fails a pass, and never delays one. */
public interface Alerts {
    /** A pass was made and recorded; {@code entry} is as it was before. */
    void passEnded(PollerEntry entry, Outcome outcome);

    /** Waits until all alerts are sent, or gives up for this run. */
    void await(Duration atMost);
}
