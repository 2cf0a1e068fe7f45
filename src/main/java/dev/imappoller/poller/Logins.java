package dev.imappoller.poller;

import dev.imappoller.poller.Credentials.CredentialsException;
import java.util.Optional;

/**
 * Opens mailboxes with logins that have to be fetched first. When the server refuses one, it is fetched afresh and tried once more, so
 * that a secret can be replaced without a deployment.
 */
final class Logins implements Mailboxes {
    private final Mailboxes mailboxes;
    private final Credentials credentials;

    Logins(Mailboxes mailboxes, Credentials credentials) {
        this.mailboxes = mailboxes;
        this.credentials = credentials;
    }

    @Override
    public Mailbox open(Poller poller, Cutoff cutoff, Steps steps) throws MailboxException {
        if (poller.login() instanceof Login.Password) {
            return mailboxes.open(poller, cutoff, steps);
        }
        try {
            steps.begin(Step.CREDENTIALS);
            Login.Presented login = credentials.login(poller);
            steps.done(() -> Words.of(poller.login()) + ".");
            try {
                return mailboxes.open(poller.with(login), cutoff, steps);
            } catch (MailboxException e) {
                Optional<Login.Presented> renewed = renewed(poller, login, e, cutoff, steps);
                if (renewed.isEmpty()) {
                    throw e;
                }
                return mailboxes.open(poller.with(renewed.get()), cutoff, steps);
            }
        } catch (CredentialsException e) {
            throw new MailboxException(e.failure(), e);
        }
    }

    private Optional<Login.Presented> renewed(
            Poller poller, Login.Presented login, MailboxException refusal, Cutoff cutoff, Steps steps)
            throws CredentialsException {
        if (refusal.failure().status() != PollerStatus.AUTH_FAILED || cutoff.isCut()) {
            return Optional.empty();
        }
        steps.failed(refusal.failure());
        steps.begin(Step.CREDENTIALS);
        Optional<Login.Presented> renewed = credentials.renewed(poller, login);
        steps.done(() -> Words.of(poller.login()) + "; got once more after the refusal, "
                + (renewed.isPresent() ? "it has changed." : "it is the same."));
        return renewed;
    }
}
