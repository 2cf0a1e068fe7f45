package dev.imappoller.poller.mailbox;

import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.time.Cutoff;
import java.util.Optional;

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

    /** Is told what earlier passes have left in the poller's item, before its mailbox is opened. */
    default void recall(Poller poller, PollerState before) {
        // Only implementations that learn something about servers have to do something.
    }

    /** What the next passes should know about the poller's server, learned by now or recalled. */
    default Optional<NoPipelining> noPipelining(Poller poller) {
        return Optional.empty();
    }
}
