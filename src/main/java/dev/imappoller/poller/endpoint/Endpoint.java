package dev.imappoller.poller.endpoint;

import dev.imappoller.message.octets.DecodingBudget;
import java.time.Duration;

/** Posts the messages of one run. Its connections live as long as the run: those of a function that was frozen are dead. */
public interface Endpoint extends AutoCloseable {
    /**
     * Posts a message to its poller's target, and follows redirects.
     *
     * @param atMost when to give up, above zero
     * @return what came of it; throws nothing else
     * @throws DecodingBudget.SpentException if making a request of the message takes more than it may
     */
    Answer post(Delivery delivery, Duration atMost);

    @Override
    void close();
}
