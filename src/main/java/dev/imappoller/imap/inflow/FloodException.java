package dev.imappoller.imap.inflow;

import java.io.IOException;

/** A server sent more than an answer may have. Its connection is given up, before it fills the memory that all share. */
public final class FloodException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param what was too much, as the end of a sentence that begins with the server's name */
    public FloodException(String what) {
        super(what);
    }
}
