package dev.imappoller.imap.answer;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.ConnectionFailures;

/** A literal is longer or shorter than announced, so that nobody knows where the next response begins. */
public final class LiteralLengthException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LiteralLengthException() {
        super("a literal is longer or shorter than announced");
    }

    /** What it means for the mailbox. */
    public Failure failure(Poller poller) {
        return ConnectionFailures.wrongLiteralLength(poller);
    }
}
