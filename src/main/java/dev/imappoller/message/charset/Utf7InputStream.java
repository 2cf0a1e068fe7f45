package dev.imappoller.message.charset;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Turns UTF-7 into UTF-16, big-endian (RFC 2152). */
final class Utf7InputStream extends FilterInputStream {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int NOTHING = -1;

    private int unit = NOTHING;
    private int low = NOTHING;
    private boolean shifted;
    private boolean justShifted;
    private int bits;
    private int bitCount;

    Utf7InputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (low != NOTHING) {
            int second = low;
            low = NOTHING;
            return second;
        }
        unit = NOTHING;
        while (unit == NOTHING) {
            int octet = in.read();
            if (octet < 0) {
                return -1;
            }
            accept(octet);
        }
        low = unit & 0xff;
        return unit >> 8;
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
                unit = octet;
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
                unit = bits >> bitCount & 0xffff;
            }
            return;
        }
        shifted = false;
        if (octet != '-') {
            unit = octet;
        } else if (justShifted) {
            unit = '+';
        }
    }
}
