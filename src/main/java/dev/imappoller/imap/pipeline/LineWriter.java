package dev.imappoller.imap.pipeline;

import java.io.IOException;

/** Sends what belongs to a command that has begun. */
public interface LineWriter {
    /** @param line without its end, one octet a character */
    void write(String line) throws IOException;
}
