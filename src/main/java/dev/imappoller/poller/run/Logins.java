package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import java.util.Optional;

/**
 * Opens mailboxes whose login has to be fetched first. If the server refuses the login, it is fetched again and tried once more, so that a
 * secret can be replaced without a deployment.
 */
final class Logins implements Mailboxes {
    private final Mailboxes mailboxes;
    private final Credentials credentials;

    Logins(Mailboxes mailboxes, Credentials credentials) {
        this.mailboxes = mailboxes;
        this.credentials = credentials;
    }

    @Override
    public Mailbox open(Poller poller, Cutoff cutoff, CheckListener steps) throws MailboxException {
        if (poller.login().presented().isPresent()) {
            return mailboxes.open(poller, cutoff, steps);
        }
        try {
            steps.begin(CheckStep.CREDENTIALS);
            Login.Presented login = credentials.login(poller);
            steps.done(() -> poller.login().words() + ".");
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

    @Override
    public void recall(Poller poller, PollerState before) {
        mailboxes.recall(poller, before);
    }

    @Override
    public Optional<NoPipelining> noPipelining(Poller poller) {
        return mailboxes.noPipelining(poller);
    }

    private Optional<Login.Presented> renewed(
            Poller poller, Login.Presented login, MailboxException refusal, Cutoff cutoff, CheckListener steps)
            throws CredentialsException {
        if (refusal.failure().status() != PollerStatus.AUTH_FAILED || cutoff.isCut()) {
            return Optional.empty();
        }
        steps.failed(refusal.failure());
        steps.begin(CheckStep.CREDENTIALS);
        Optional<Login.Presented> renewed = credentials.renewed(poller, login);
        steps.done(() -> poller.login().words() + "; got once more after the refusal, "
                + (renewed.isPresent() ? "it has changed." : "it is the same."));
        return renewed;
    }
}
