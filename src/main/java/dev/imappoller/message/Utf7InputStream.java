package dev.imappoller.message;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Turns UTF-7 into UTF-16, big-endian (RFC 2152). */
final class Utf7InputStream extends FilterInputStream {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] decoded = {};
    private int next;
    private boolean shifted;
    private boolean justShifted;
    private int bits;
    private int bitCount;

    Utf7InputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        while (next == decoded.length) {
            int octet = in.read();
            if (octet < 0) {
                return -1;
            }
            accept(octet);
            decoded = out.toByteArray();
            next = 0;
            out.reset();
        }
        return decoded[next++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (byte) octet;
        }
        return count;
    }

    private void accept(int octet) {
        if (!shifted) {
            shifted = octet == '+';
            justShifted = shifted;
            bitCount = 0;
            if (!shifted) {
                write(octet);
            }
            return;
        }
        int value = ALPHABET.indexOf(octet);
        if (value >= 0) {
            justShifted = false;
            bits = bits << 6 | value;
            bitCount += 6;
            if (bitCount >= 16) {
                bitCount -= 16;
                write(bits >> bitCount & 0xffff);
            }
            return;
        }
        shifted = false;
        if (octet != '-') {
            write(octet);
        } else if (justShifted) {
            write('+');
        }
    }

    private void write(int unit) {
        out.write(unit >> 8);
        out.write(unit);
    }
}
