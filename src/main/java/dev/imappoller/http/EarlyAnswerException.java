package dev.imappoller.http;

import java.io.IOException;

/** A 2xx came before the whole request was sent. So the web app can't have taken the rest of the message. */
public final class EarlyAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    public EarlyAnswerException(int status) {
        super("answered HTTP " + status + " before the request was sent to its end, and so can't have taken it all;"
                + " it must read the whole request before it answers");
    }
}
