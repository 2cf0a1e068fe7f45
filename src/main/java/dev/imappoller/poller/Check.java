package dev.imappoller.poller;

import java.time.Duration;
import java.util.OptionalInt;

/** Tries a poller's mailbox as a pass would open it, and touches no message. */
final class Check {
    private final Poller poller;
    private final Mailboxes mailboxes;
    private final Cutoff cutoff;

    Check(Poller poller, Mailboxes mailboxes, Cutoff cutoff) {
        this.poller = poller;
        this.mailboxes = mailboxes;
        this.cutoff = cutoff;
    }

    Outcome make() {
        try (Mailbox mailbox = mailboxes.open(poller, cutoff)) {
            int unread = mailbox.searchUnseen().size();
            String detail = "Connected to " + poller.host() + ", logged in as " + poller.username() + " and selected "
                    + poller.folder() + ": " + unread + " unread. Nothing was posted.";
            return new Outcome(PollerStatus.OK, detail, Counts.NONE, OptionalInt.of(unread), Duration.ZERO);
        } catch (MailboxException e) {
            return Outcome.failed(Pass.failureOf(e, poller, cutoff), Duration.ZERO);
        }
    }
}
