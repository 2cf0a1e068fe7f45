package dev.imappoller.poller.pass;

import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a run gives each of its passes.
 *
 * @param cutoff closes what is open when the time is up
 * @param now when the run began
 * @param nanoTime as {@link System#nanoTime()}
 * @param room for messages on their way, shared by all passes
 * @param posts how many messages a pass posts at the same time, 1 or more
 * @param threads run the posts
 */
public record PassContext(
        Budget budget,
        Cutoff cutoff,
        Instant now,
        Clock clock,
        LongSupplier nanoTime,
        InFlightLimit room,
        int posts,
        Executor threads) {
    /** The most messages that a pass may post at the same time: fewer than may be answered and not yet marked. */
    public static final int MOST_POSTS = PendingMarks.MOST - 1;
}
