package dev.imappoller.poller.outcome;

import dev.imappoller.poller.endpoint.Verdict;

/**
 * Counts the messages of one pass, or of several, by what happened to them.
 *
 * @param parked messages that are not tried any more
 * @param tooLarge messages above the poller's {@code maxMessageBytes}
 * @param bytes octets of the messages that were fetched
 */
public record MessageCounts(int delivered, int rejected, int deferred, int parked, int tooLarge, long bytes) {
    public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0, 0);

    /** The sum of both. */
    public MessageCounts plus(MessageCounts other) {
        return new MessageCounts(
                delivered + other.delivered,
                rejected + other.rejected,
                deferred + other.deferred,
                parked + other.parked,
                tooLarge + other.tooLarge,
                bytes + other.bytes);
    }

    public MessageCounts count(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> plus(new MessageCounts(1, 0, 0, 0, 0, 0));
            case REJECTED -> plus(new MessageCounts(0, 1, 0, 0, 0, 0));
            case DEFERRED -> plus(new MessageCounts(0, 0, 1, 0, 0, 0));
        };
    }

    public MessageCounts countTooLarge() {
        return plus(new MessageCounts(0, 0, 0, 0, 1, 0));
    }

    public MessageCounts countParked() {
        return plus(new MessageCounts(0, 0, 0, 1, 0, 0));
    }

    public MessageCounts countBytes(long more) {
        return plus(new MessageCounts(0, 0, 0, 0, 0, more));
    }
}
