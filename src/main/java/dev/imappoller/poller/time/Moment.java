package dev.imappoller.poller.time;

import java.time.Instant;

/**
 * When something happened.
 *
 * @param nanos as {@link System#nanoTime()}: what durations are measured by
 * @param instant what the clock says, which may jump
 */
public record Moment(long nanos, Instant instant) {}
