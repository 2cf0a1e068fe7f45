package dev.imappoller.imap.connection;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.provider.Provider;

/**
 * A login with an access token: by OAUTHBEARER (RFC 7628) where the server announces that, else by XOAUTH2, which Google made before it and
 * Microsoft has alone.
 *
 * @param bearer whether it is OAUTHBEARER
 */
record TokenLogin(Poller poller, boolean bearer) {
    String mechanism() {
        return bearer ? "OAUTHBEARER" : "XOAUTH2";
    }

    /** What is shown to the server, before it is encoded. */
    String response() {
        String token = "auth=Bearer " + poller.presentedLogin().secret().reveal() + "\1\1";
        return bearer
                ? "n,a=" + saslName(user()) + ",\1host=" + poller.host() + "\1port=" + poller.port() + "\1" + token
                : "user=" + user() + "\1" + token;
    }

    /** What is said to the challenge that tells what is wrong with the token (RFC 7628, section 3.2.3), before it is encoded. */
    String farewell() {
        return bearer ? "\1" : "";
    }

    /** QUIRK: with a token, Microsoft 365 wants the shared mailbox alone where {@code owner\shared} names it for passwords. */
    private String user() {
        String name = poller.username();
        int at = name.lastIndexOf('\\');
        boolean microsoft = Provider.of(poller.host())
                .filter(known -> known == Provider.MICROSOFT365 || known == Provider.OUTLOOK)
                .isPresent();
        if (at < 0 || !microsoft) {
            return name;
        }
        String shared = name.substring(at + 1);
        int domain = name.substring(0, at).lastIndexOf('@');
        return shared.indexOf('@') >= 0 || domain < 0 ? shared : shared + name.substring(domain, at);
    }

    /** RFC 5801, section 4: a saslname. */
    private static String saslName(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }
}
