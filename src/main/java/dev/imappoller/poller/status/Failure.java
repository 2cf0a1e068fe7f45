package dev.imappoller.poller.status;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a pass failed: the kind of the cause, and a sentence for a person. The sentences are in {@code poller.wording}.
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

    /** @param pause null if nobody knows how long to wait */
    public Failure(PollerStatus status, String detail, @Nullable Duration pause) {
        this(status, detail, Optional.ofNullable(pause));
    }

    public Failure {
        if (status == PollerStatus.OK) {
            throw new IllegalArgumentException("OK is no failure");
        }
    }

    /** The same cause in another sentence. */
    public Failure saying(String sentence) {
        return new Failure(status, sentence, pause);
    }
}
