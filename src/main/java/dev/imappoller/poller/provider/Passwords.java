package dev.imappoller.poller.provider;

/** Which password a provider takes over IMAP. */
public enum Passwords {
    /** The account's own. */
    OWN("the account's password"),
    /** One that is made for a program in the account's settings. */
    APP("an app password"),
    /** The same, as China's providers call it. */
    AUTHORIZATION_CODE("an authorization code (client password)"),
    NONE("none");

    private final String words;

    Passwords(String words) {
        this.words = words;
    }

    /** For a person. */
    public String words() {
        return words;
    }
}
