package dev.imappoller.imap;

/**
 * Memory for the few answers that are larger than most, one large message or some millions of UIDs, shared by all connections: however many
 * servers send such, it is no more.
 */
final class Reserve {
    private long left;

    Reserve(long octets) {
        this.left = octets;
    }

    /** @throws FloodException where there is no more; others may have it, so it is no fault of this server alone */
    synchronized void take(long octets) throws FloodException {
        if (octets > left) {
            throw new FloodException("sent an answer that the memory has no room for at the moment");
        }
        left -= octets;
    }

    synchronized void give(long octets) {
        left += octets;
    }
}
