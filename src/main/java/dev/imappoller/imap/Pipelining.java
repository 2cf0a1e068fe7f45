package dev.imappoller.imap;

/**
 * Whether a server takes commands that are sent before those ahead of them are answered (RFC 9051, section 5.5). QUIRK: some drop them, refuse
 * them, or close the connection; these get one command at a time.
 */
final class Pipelining {
    private boolean oneByOne;
    private int proven = 1;

    /** How many commands may be under way at the same time. */
    synchronized int depth() {
        return oneByOne ? 1 : Integer.MAX_VALUE;
    }

    /** So many were under way, and the last of them was carried out. */
    synchronized void proven(int commands) {
        proven = Math.max(proven, commands);
    }

    /** A command was dropped or refused for no other reason than that it was sent ahead. */
    synchronized void refused() {
        oneByOne = true;
    }

    /**
     * The connection was lost with so many commands under way. Where so many were never carried out before, that may be why; where they
     * were sent one by one already, it was not.
     */
    synchronized void lostWith(int commands) {
        oneByOne = !oneByOne && commands > proven;
    }
}
