package dev.imappoller.imap.answer;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;

/** A literal is longer or shorter than announced, so that nobody knows where the next response begins. */
public final class LiteralLengthException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LiteralLengthException() {
        super("a literal is longer or shorter than announced");
    }

    /** What it means for the mailbox. */
    public Failure failure(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host()
                        + " sent a message that is longer or shorter than it said itself, so nothing behind it could be read and"
                        + " the connection was closed. The others are tried again at the next poll, without it first.");
    }
}
