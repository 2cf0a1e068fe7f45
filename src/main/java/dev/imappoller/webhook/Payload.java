package dev.imappoller.webhook;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request, written as a stream as often as needed, always the same. */
interface Payload {

    /** The value of the request's Content-Type. */
    String contentType();

    /**
     * The number of octets that {@link #writeTo} writes.
     *
     * @throws IOException if the message can't be read from where it is kept
     */
    long contentLength() throws IOException;

    /**
     * Writes the body; doesn't close the stream.
     *
     * @throws IOException if the message can't be read from where it is kept, or the body can't be written
     */
    void writeTo(OutputStream out) throws IOException;
}
