package dev.imappoller.poller;

/**
 * Why a pass failed.
 *
 * @param status any but OK
 * @param detail what happened and what to do, in a sentence or two for a person; no secrets
 */
public record Failure(PollerStatus status, String detail) {
    public Failure {
        if (status == PollerStatus.OK) {
            throw new IllegalArgumentException("OK is no failure");
        }
    }
}
