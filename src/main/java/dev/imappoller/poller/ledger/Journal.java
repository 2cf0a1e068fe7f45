package dev.imappoller.poller.ledger;

import dev.imappoller.poller.outcome.PassEvents;
import dev.imappoller.poller.time.Moment;
import java.util.function.Consumer;

/** What those who keep the records need of the pass that they belong to. */
public interface Journal {
    /** When the event happened that is being dealt with. */
    Moment now();

    /** Has a line written into the log. */
    void tell(Consumer<PassEvents> line);
}
