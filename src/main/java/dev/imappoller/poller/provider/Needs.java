package dev.imappoller.poller.provider;

/** What several providers ask for before an account can be read. */
final class Needs {
    static final String SWITCH_ON = "IMAP must be switched on in the settings on the web";
    static final String SWITCH_ON_AGAIN = SWITCH_ON + ", once more after a long time without use;"
            + " with two-factor authentication it takes an app password";

    private Needs() {}
}
