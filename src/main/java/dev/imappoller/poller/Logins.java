package dev.imappoller.poller;

import dev.imappoller.poller.Credentials.CredentialsException;
import java.util.Optional;

/**
 * Opens mailboxes with the login that is valid now. One that is refused is renewed and tried once more, so that a password or token can be
 * replaced without a deployment.
 */
public final class Logins implements Mailboxes {
    private final Mailboxes mailboxes;
    private final Credentials credentials;

    /** @param mailboxes are given pollers whose login is {@link Login.Presented} */
    public Logins(Mailboxes mailboxes, Credentials credentials) {
        this.mailboxes = mailboxes;
        this.credentials = credentials;
    }

    @Override
    public Mailbox open(Poller poller, Cutoff cutoff) throws MailboxException {
        if (poller.login() instanceof Login.Password) {
            return mailboxes.open(poller, cutoff);
        }
        try {
            Login.Presented login = credentials.login(poller);
            try {
                return mailboxes.open(poller.with(login), cutoff);
            } catch (MailboxException e) {
                Optional<Login.Presented> renewed = renewed(poller, login, e, cutoff);
                if (renewed.isEmpty()) {
                    throw e;
                }
                return mailboxes.open(poller.with(renewed.get()), cutoff);
            }
        } catch (CredentialsException e) {
            throw new MailboxException(e.failure(), e);
        }
    }

    private Optional<Login.Presented> renewed(
            Poller poller, Login.Presented login, MailboxException refusal, Cutoff cutoff) throws CredentialsException {
        boolean refused = refusal.failure().status() == PollerStatus.AUTH_FAILED && !cutoff.isCut();
        return refused ? credentials.renewed(poller, login) : Optional.empty();
    }
}
