package dev.imappoller.message.transfer;

import java.io.ByteArrayOutputStream;

/** Undoes a transfer encoding octet by octet, and makes the best of what is broken (RFC 2045, section 6). */
public interface TransferDecoder {

    /** Takes an octet, and writes what can be told by now. */
    void accept(int octet, ByteArrayOutputStream out);

    /** Writes what is left when nothing more follows. */
    void finish(ByteArrayOutputStream out);

    /** Whether what comes next can be decoded by itself: nothing of what came before matters to it. */
    boolean isFresh();

    /** Whether all that was seen is as it should be. */
    boolean isSound();
}
