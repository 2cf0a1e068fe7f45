package dev.imappoller.message.transfer;

import dev.imappoller.message.octets.EightOctets;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Looks at base64 that is as it should be as it comes, many times faster than decoding it (RFC 2045, section 6.8). */
public final class SoundBase64 {
    private static final int BUFFER = 64 * 1024;

    private long digits;
    private long digitsBeforePads;
    private int pads;
    private int last;
    private boolean sound = true;

    /** How many octets it holds, if it is as it should be. */
    public static Optional<Long> decodedSize(InputStream encoded) throws IOException {
        return decodedSize(encoded, BUFFER);
    }

    /**
     * How many octets it holds.
     *
     * @param most how many there are to be read, at the most
     * @return empty if there is anything in it but digits, blanks and the padding that belongs at the end
     */
    public static Optional<Long> decodedSize(InputStream encoded, long most) throws IOException {
        SoundBase64 base64 = new SoundBase64();
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, most))];
        int count = encoded.read(buffer, 0, buffer.length);
        while (count >= 0 && base64.sound) {
            base64.take(buffer, 0, count);
            count = encoded.read(buffer, 0, buffer.length);
        }
        return base64.decodedSize();
    }

    /** Takes what comes next. */
    void take(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && sound) {
            int digitsFrom = i;
            i = digitsEnd(octets, i, to);
            if (i > digitsFrom) {
                digits(i - digitsFrom, octets[i - 1]);
            }
            for (; i < to && Base64Decoder.VALUES[octets[i] & 0xff] < 0; i++) {
                other(octets[i]);
            }
        }
    }

    /** Takes so many digits, of which that is the last. */
    void digits(int count, byte lastOne) {
        digits += count;
        last = Base64Decoder.VALUES[lastOne];
    }

    private void other(byte octet) {
        if (octet == '=') {
            digitsBeforePads = pads == 0 ? digits : digitsBeforePads;
            pads++;
        } else if (Base64Decoder.VALUES[octet & 0xff] != Base64Decoder.BLANK) {
            sound = false;
        }
    }

    /** How many octets all that was taken holds; empty if there is anything in it but digits, blanks and the padding that belongs at the end. */
    public Optional<Long> decodedSize() {
        if (!sound || pads > 2 || pads > 0 && digits != digitsBeforePads) {
            return Optional.empty();
        }
        // Bits of the last digit that belong to no octet must be zero, or strict decoders refuse it (RFC 4648, section
        // 3.5).
        boolean whole = (digits + pads) % 4 == 0 && (last & (1 << 2 * pads) - 1) == 0;
        return whole ? Optional.of(digits / 4 * 3 + (pads == 0 ? 0 : 3 - pads)) : Optional.empty();
    }

    /** Where the digits end that begin at that index. */
    static int digitsEnd(byte[] octets, int from, int to) {
        int i = from;
        while (i <= to - EightOctets.COUNT && EightOctets.areBase64(EightOctets.at(octets, i))) {
            i += EightOctets.COUNT;
        }
        while (i < to && Base64Decoder.VALUES[octets[i] & 0xff] >= 0) {
            i++;
        }
        return i;
    }
}
