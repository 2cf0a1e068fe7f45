package dev.imappoller.imap.inflow;

/**
 * How many octets a server may send before the next command is answered. Any ordinary answer is far smaller; a server that sends more
 * floods. Without it one server could fill the memory of all pollers, or keep a thread busy for as long as the run lasts.
 */
public final class ResponseLimit {
    /**
     * The most octets of one response outside literals. Most need a few hundred, but a server may name thousands of folders or keywords in
     * one.
     */
    static final int LINE = 256 * 1024;

    /** Of one response in literals: the largest message that can be asked for by default, and some more. */
    static final int LITERALS = 32 * 1024 * 1024;

    /** Each response counts at least this much, since it takes memory if it is kept, and time if it is not. */
    private static final int LEAST = 256;

    private static final long MIB = 1024 * 1024;

    private volatile Phase phase = Phase.KEPT;
    private long lines;
    private long literals;

    /** What is done with responses. */
    public enum Phase {
        /** They are collected until the command is answered, as those of greeting and login. */
        KEPT(MIB, MIB),

        /**
         * Each response is handled as it arrives. For comparison: a million UIDs are 8 MiB, and changed flags of a hundred thousand
         * messages count as 25 MiB. A window of small messages is 50 MiB at the most; so are two chunks from a server that sends the whole
         * message each time.
         */
        PASSING(64 * MIB, 128 * MIB);

        private final long lines;
        private final long literals;

        Phase(long lines, long literals) {
            this.lines = lines;
            this.literals = literals;
        }
    }

    /** A command begins, or one was answered: the server may send as much again. */
    synchronized void renew(Phase next) {
        phase = next;
        lines = 0;
        literals = 0;
    }

    /** @throws FloodException if that was too much */
    synchronized void take(int lineOctets, int literalOctets) throws FloodException {
        lines += Math.max(lineOctets, LEAST);
        literals += literalOctets;
        if (lines > phase.lines || literals > phase.literals) {
            throw new FloodException(
                    "sent more than " + (literals > phase.literals ? phase.literals : phase.lines) / MIB
                            + " MiB without answering a command");
        }
    }
}
