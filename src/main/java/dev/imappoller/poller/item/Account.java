package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Login;

/**
 * Which mailbox is read, and how.
 *
 * @param host the IMAP server, in ASCII
 * @param port 1 to 65535
 * @param folder the mailbox's name in UTF-8, as a person would type it
 */
public record Account(String host, int port, Security security, String username, Login login, String folder) {
    /** The same account with a login that can be shown to its server. */
    Account with(Login.Presented presented) {
        return new Account(host, port, security, username, presented, folder);
    }
}
