package dev.imappoller.webhook;

import java.io.IOException;

/** The request was not sent to its end when a 2xx answered it: who answers so can't have taken what was still to come. */
final class EarlyAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    EarlyAnswerException(int status) {
        super("answered HTTP " + status + " before the request was sent to its end, and so can't have taken it all;"
                + " it must read the whole request before it answers");
    }
}
