package dev.imappoller.message.transfer;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads what a transfer encoding holds. */
public final class DecodingInputStream extends FilterInputStream {
    private static final int BUFFER = 8 * 1024;

    private final TransferDecoder decoder;
    private final byte[] encoded;
    private final ByteArrayOutputStream out;
    private byte[] decoded = {};
    private int next;
    private boolean ended;

    /** @param size how many octets there are to be decoded, at the most */
    public DecodingInputStream(InputStream in, TransferDecoder decoder, long size) {
        super(in);
        this.encoded = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
        this.out = new ByteArrayOutputStream(encoded.length);
        this.decoder = decoder;
    }

    /** Whether what has been read so far is as it should be. */
    public boolean isSound() {
        return decoder.isSound();
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, decoded.length - next);
        System.arraycopy(decoded, next, target, offset, count);
        next += count;
        return count;
    }

    @Override
    public int available() {
        return decoded.length - next;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private boolean fill() throws IOException {
        while (next == decoded.length && !ended) {
            int count = in.read(encoded, 0, encoded.length);
            for (int i = 0; i < count; i++) {
                decoder.accept(encoded[i] & 0xff, out);
            }
            if (count < 0) {
                ended = true;
                decoder.finish(out);
            }
            decoded = out.toByteArray();
            next = 0;
            out.reset();
        }
        return next < decoded.length;
    }
}
