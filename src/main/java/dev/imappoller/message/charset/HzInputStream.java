package dev.imappoller.message.charset;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Turns HZ, Chinese in seven bits, into GB2312 with the eighth bit set (RFC 1843). */
final class HzInputStream extends FilterInputStream {
    private boolean shifted;

    HzInputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        while (octet == '~') {
            int escape = in.read();
            if (escape == '~') {
                return '~';
            } else if (escape == '{') {
                shifted = true;
            } else if (escape == '}') {
                shifted = false;
            } else if (escape != '\n') {
                // No escape: what comes after the tilde is taken as it is.
                return escape;
            }
            octet = in.read();
        }
        if (octet == '\n') {
            shifted = false;
        }
        return shifted && octet > ' ' ? octet | 0x80 : octet;
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
}
