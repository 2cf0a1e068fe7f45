package dev.imappoller.imap;

import dev.imappoller.imap.connection.PolledStore;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.mailbox.Mailboxes;
import java.time.Duration;

/** Mailboxes that wait for a server as long as a test can. */
public final class ImpatientMailboxes {
    private ImpatientMailboxes() {}

    /** @param patience for each connect, read and write */
    public static Mailboxes waiting(Duration patience, TargetGuard guard, TrustedCertificates trusted) {
        return new AngusMailboxes(
                guard,
                trusted,
                new PolledStore.Timeouts(patience, patience, patience),
                AngusMailboxes.temporaryFiles());
    }
}
