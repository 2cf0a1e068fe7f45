package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import java.time.Duration;

/** Tells people of a change for the worse or the better. Nothing it does fails or delays a pass. */
public interface Alerts {
    /** A pass was made and recorded; {@code entry} is as it was before. */
    void passEnded(PollerEntry entry, Outcome outcome);

    /** Waits until all is told that is to be told, or gives up for this run. */
    void await(Duration atMost);
}
