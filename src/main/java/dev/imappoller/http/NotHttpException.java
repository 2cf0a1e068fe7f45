package dev.imappoller.http;

import java.io.IOException;

/** What came over a connection is no answer to the request on it; the message goes on after "the endpoint". */
final class NotHttpException extends IOException {
    private static final long serialVersionUID = 1;

    NotHttpException(String what) {
        super(what);
    }
}
