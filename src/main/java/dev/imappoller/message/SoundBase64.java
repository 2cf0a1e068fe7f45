package dev.imappoller.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Looks at base64 that is as it should be, many times faster than decoding it (RFC 2045, section 6.8). */
final class SoundBase64 {
    private static final int BUFFER = 32 * 1024;

    private SoundBase64() {}

    /** How many octets it holds, if it is as it should be. */
    static Optional<Long> decodedSize(InputStream encoded) throws IOException {
        return decodedSize(encoded, BUFFER);
    }

    /**
     * How many octets it holds.
     *
     * @param most how many there are to be read, at the most
     * @return empty if there is anything in it but digits, blanks and the padding that belongs at the end
     */
    static Optional<Long> decodedSize(InputStream encoded, long most) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, most))];
        byte[] values = Base64Decoder.VALUES;
        long digits = 0;
        long digitsBeforePads = 0;
        int pads = 0;
        int last = 0;
        for (int count = encoded.read(buffer, 0, buffer.length);
                count >= 0;
                count = encoded.read(buffer, 0, buffer.length)) {
            int i = 0;
            while (i < count) {
                int digitsFrom = i;
                i = digitsEnd(buffer, i, count);
                if (i > digitsFrom) {
                    digits += i - digitsFrom;
                    last = values[buffer[i - 1]];
                }
                for (; i < count && values[buffer[i] & 0xff] < 0; i++) {
                    if (buffer[i] == '=') {
                        digitsBeforePads = pads == 0 ? digits : digitsBeforePads;
                        pads++;
                    } else if (values[buffer[i] & 0xff] != Base64Decoder.BLANK) {
                        return Optional.empty();
                    }
                }
            }
        }
        if (pads > 2 || pads > 0 && digits != digitsBeforePads) {
            return Optional.empty();
        }
        // Bits of the last digit that belong to no octet must be zero, or strict decoders refuse it (RFC 4648, section
        // 3.5).
        boolean whole = (digits + pads) % 4 == 0 && (last & (1 << 2 * pads) - 1) == 0;
        return whole ? Optional.of(digits / 4 * 3 + (pads == 0 ? 0 : 3 - pads)) : Optional.empty();
    }

    /** Where the digits end that begin at that index. */
    private static int digitsEnd(byte[] octets, int from, int to) {
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
