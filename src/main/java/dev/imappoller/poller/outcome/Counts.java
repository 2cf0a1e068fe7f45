package dev.imappoller.poller.outcome;

import dev.imappoller.poller.endpoint.Verdict;

/**
 * What became of the messages of a pass, or of several.
 *
 * @param parked messages that are not tried any more
 * @param tooLarge messages above the poller's {@code maxMessageBytes}
 * @param bytes octets of the messages that were fetched
 */
public record Counts(int delivered, int rejected, int deferred, int parked, int tooLarge, long bytes) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** These and those. */
    public Counts plus(Counts other) {
        return new Counts(
                delivered + other.delivered,
                rejected + other.rejected,
                deferred + other.deferred,
                parked + other.parked,
                tooLarge + other.tooLarge,
                bytes + other.bytes);
    }

    public Counts count(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> plus(new Counts(1, 0, 0, 0, 0, 0));
            case REJECTED -> plus(new Counts(0, 1, 0, 0, 0, 0));
            case DEFERRED -> plus(new Counts(0, 0, 1, 0, 0, 0));
        };
    }

    public Counts countTooLarge() {
        return plus(new Counts(0, 0, 0, 0, 1, 0));
    }

    public Counts countParked() {
        return plus(new Counts(0, 0, 0, 1, 0, 0));
    }

    public Counts countBytes(long more) {
        return plus(new Counts(0, 0, 0, 0, 0, more));
    }
}
