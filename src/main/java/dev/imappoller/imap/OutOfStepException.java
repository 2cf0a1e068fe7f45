package dev.imappoller.imap;

import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;

/** A literal is longer or shorter than announced, so that nobody knows where the next response begins. */
final class OutOfStepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfStepException() {
        super("a literal is longer or shorter than announced");
    }

    /** What it means for the mailbox. */
    Failure failure(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host()
                        + " sent a message that is longer or shorter than it said itself, so nothing behind it could be read and"
                        + " the connection was closed. The others are tried again at the next poll, without it first.");
    }
}
