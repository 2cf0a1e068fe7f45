package dev.imappoller.poller.operation;

/**
 * What a check posts.
 *
 * @param bytes of the sample message, with all that belongs to it, in octets; 0 for a short one
 */
public record Posting(boolean posts, long bytes) {
    /** Nothing is posted. */
    public static final Posting NOTHING = new Posting(false, 0);

    /** A short sample message. */
    public static final Posting SHORT = new Posting(true, 0);

    /** A sample message of that size, or a short one if that is larger. */
    public static Posting of(long bytes) {
        return new Posting(true, bytes);
    }

    /** Whether it is to find out how much a web app takes. */
    boolean isSized() {
        return bytes > 0;
    }
}
