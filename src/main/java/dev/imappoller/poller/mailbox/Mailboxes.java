package dev.imappoller.poller.mailbox;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.time.Cutoff;

/** The way to a poller's mailbox. */
public interface Mailboxes {
    /**
     * Connects, logs in and selects the poller's mailbox for reading and writing.
     *
     * @param cutoff closes the connection when the run's time is up
     * @param steps told of how far it is
     * @throws MailboxException with the reason, if that can't be done
     */
    Mailbox open(Poller poller, Cutoff cutoff, CheckListener steps) throws MailboxException;

    /** As {@link #open(Poller, Cutoff, Steps)}, where nobody is told. */
    default Mailbox open(Poller poller, Cutoff cutoff) throws MailboxException {
        return open(poller, cutoff, CheckListener.NONE);
    }
}
