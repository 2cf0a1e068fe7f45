package dev.imappoller.webhook;

import java.io.OutputStream;

/** Takes octets only to count them. */
final class CountingOutputStream extends OutputStream {
    private long count;

    long count() {
        return count;
    }

    @Override
    public void write(int octet) {
        count++;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        count += length;
    }
}
