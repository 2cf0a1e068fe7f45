package dev.imappoller.poller;

import java.time.Duration;

/** Posts the messages of one run. Its connections live as long as the run: those of a function that was frozen are dead. */
public interface Endpoint extends AutoCloseable {
    /**
     * Posts a message to its poller's target, and follows redirects.
     *
     * @param atMost when to give up, above zero
     * @return what came of it; never throws
     */
    Answer post(Delivery delivery, Duration atMost);

    @Override
    void close();
}
