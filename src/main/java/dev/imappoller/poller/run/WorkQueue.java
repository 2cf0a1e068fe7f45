package dev.imappoller.poller.run;

import java.util.List;

/** Where segments wait to be polled: those of one number one after the other, and others side by side with them. */
public interface WorkQueue {
    /**
     * Puts segments into the queue.
     *
     * @param turn a segment that is sent twice for the same turn is in the queue once
     * @return those that may not be in the queue; empty if all are
     */
    List<Unsent> send(List<Segment> segments, String turn);

    /**
     * A segment that may not be in the queue.
     *
     * @param reason what is wrong, and where it helps what to do, as a sentence
     */
    record Unsent(Segment segment, String reason) {}
}
