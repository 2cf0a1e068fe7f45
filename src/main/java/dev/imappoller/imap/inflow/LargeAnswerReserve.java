package dev.imappoller.imap.inflow;

/**
 * Memory for answers that are larger than most, such as one large message or some millions of UIDs. All connections share it, so it does
 * not grow with the number of servers that send such answers.
 */
public final class LargeAnswerReserve {
    private long left;

    public LargeAnswerReserve(long octets) {
        this.left = octets;
    }

    /** @throws FloodException if there is none left; other connections may hold it, so this server need not be at fault */
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
        private final LargeAnswerReserve reserve;
        private long taken;

        Share(LargeAnswerReserve reserve) {
            this.reserve = reserve;
        }

        /** @throws FloodException as {@link LargeAnswerReserve#take} */
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
