package dev.imappoller.imap.inflow;

/**
 * Memory for the few answers that are larger than most, one large message or some millions of UIDs, shared by all connections: however many
 * servers send such, it is no more.
 */
public final class Reserve {
    private long left;

    public Reserve(long octets) {
        this.left = octets;
    }

    /** @throws FloodException where there is no more; others may have it, so it is no fault of this server alone */
    public synchronized void take(long octets) throws FloodException {
        if (octets > left) {
            throw new FloodException("sent an answer that the memory has no room for at the moment");
        }
        left -= octets;
    }

    /** Gives back what was taken. */
    public synchronized void give(long octets) {
        left += octets;
    }

    /** What one connection has of a reserve; it may be given back by another thread than the one that takes. */
    static final class Share {
        private final Reserve reserve;
        private long taken;

        Share(Reserve reserve) {
            this.reserve = reserve;
        }

        /** @throws FloodException as {@link Reserve#take} */
        public synchronized void take(long octets) throws FloodException {
            reserve.take(octets);
            taken += octets;
        }

        /** Gives some back, as far as not all has been. */
        public synchronized void give(long octets) {
            long given = Math.min(octets, taken); // The connection may have been closed meanwhile.
            reserve.give(given);
            taken -= given;
        }

        void giveAll() {
            give(Long.MAX_VALUE);
        }
    }
}
