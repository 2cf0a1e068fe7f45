package dev.imappoller.imap.inflow;

import java.io.IOException;

/** A server sent more than an answer may be: its connection is given up, before the memory of all is full. */
public final class FloodException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param what was too much, as the end of a sentence that begins with the server's name */
    public FloodException(String what) {
        super(what);
    }
}
