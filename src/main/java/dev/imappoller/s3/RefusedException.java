package dev.imappoller.s3;

import dev.imappoller.poller.endpoint.HttpRequests.Reply;

/** A request did not come to what it was for. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    RefusedException(Reply reply) {
        super("refused", null, false, false);
        this.reply = reply;
    }

    /** What came of the request. */
    Reply reply() {
        return reply;
    }
}
