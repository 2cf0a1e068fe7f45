package dev.imappoller.poller.pass;

import dev.imappoller.poller.time.Budget;
import java.time.Instant;

/**
 * What a run leaves to each of its passes.
 *
 * @param budget the run's time
 * @param began when the run began
 * @param room for messages on their way, shared by all passes
 * @param posts how many messages a pass posts at the same time, 1 or more
 * @param seed another one for each pass: what is left to chance follows from it
 */
record PassLimits(Budget budget, Instant began, InFlightLimit room, int posts, long seed) {}
