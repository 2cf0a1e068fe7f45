package dev.imappoller.oauth;

/** A text is no key that assertions can be signed with; the message says why and what to do, and holds nothing of it. */
final class UnusableKeyException extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    UnusableKeyException(String why) {
        super(why);
        this.why = why;
    }

    /** In words that follow a colon. */
    String why() {
        return why;
    }
}
