package dev.imappoller.poller.run;

import java.util.List;

/** The queue of segments to be polled. Turns of the same segment come one after the other, turns of different segments at the same time. */
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
