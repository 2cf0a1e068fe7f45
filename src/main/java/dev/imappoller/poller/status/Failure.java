package dev.imappoller.poller.status;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a pass failed.
 *
 * @param status any but OK
 * @param detail what happened and what to do, in a sentence or two for a person; no secrets
 * @param pause how long the mailbox's server has to be left alone, where it says so itself or that is known of it
 */
public record Failure(PollerStatus status, String detail, Optional<Duration> pause) {
    /** A failure after which nobody knows how long to wait. */
    public Failure(PollerStatus status, String detail) {
        this(status, detail, Optional.empty());
    }

    public Failure {
        if (status == PollerStatus.OK) {
            throw new IllegalArgumentException("OK is no failure");
        }
    }
}
