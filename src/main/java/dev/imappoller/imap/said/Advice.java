package dev.imappoller.imap.said;

/** What a person should do about what a server says. */
public enum Advice {
    /** Whatever such a status asks for: rows that know no better. */
    USUAL(""),
    APP_PASSWORD("Make an app password in the account's settings, and store it in place of the password"),
    AUTHORIZATION_CODE(
            "Make an authorization code in the mailbox's settings on the web, and store it in place of the password"),
    SIGN_IN("Sign in once on the web as this account, and confirm there that it was you; or take OAuth 2.0"),
    SWITCH_ON("Switch IMAP on in the account's settings on the web"),
    ADMIT("Have the organization's administrator admit IMAP for this account"),
    OAUTH("Passwords are not taken any more: give the poller oauth in place of the password"),
    NEW_PASSWORD("Set a new password at the provider, and store it"),
    UNLOCK("Have the account unlocked, by its provider or administrator"),
    WHOLE_ADDRESS("Write the whole address as username"),
    TLS("Set ssl to true with the server's TLS port (usually 993)"),
    MAY_READ("Check whether this login may read this mailbox, and username and password"),
    CLOSE_OTHERS("If it lasts, close other clients of the account, or raise intervalMinutes"),
    OPEN_TO_LOGIN(
            "If it lasts, the login is good and the mailbox isn't open to it: check username, the rights that the application or"
                    + " person has to that mailbox, and that IMAP is enabled for it"),
    BANNED("After some refused logins it lets nobody in for a time: correct the password before that is over"),
    MANY_REASONS(
            "It names several reasons in one: check the authorization code and that IMAP is switched on; it may also be busy"),
    KNOWN_CLIENTS(
            "It lets in clients that it knows: make an authorization code in the mailbox's settings on the web, sign in there"
                    + " once, and if it lasts ask its support to admit this client"),
    SERVER("It is tried again at the next poll; if it lasts, ask the server's administrator");

    private final String words;

    Advice(String words) {
        this.words = words;
    }

    /** Whether it says nothing to who logs in with an access token. */
    public boolean isOfPasswords() {
        return switch (this) {
            case APP_PASSWORD, AUTHORIZATION_CODE, OAUTH, NEW_PASSWORD, MANY_REASONS -> true;
            case USUAL,
                    SIGN_IN,
                    SWITCH_ON,
                    ADMIT,
                    UNLOCK,
                    WHOLE_ADDRESS,
                    TLS,
                    MAY_READ,
                    CLOSE_OTHERS,
                    OPEN_TO_LOGIN,
                    BANNED,
                    KNOWN_CLIENTS,
                    SERVER -> false;
        };
    }

    /** A sentence without its full stop; empty for {@link #USUAL}. */
    public String words() {
        return words;
    }
}
