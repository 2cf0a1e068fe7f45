package dev.imappoller.message.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes base64 as a stream, and tolerates errors in it (RFC 2045, section 6.8).
 *
 * <p>Octets that are not of the alphabet are skipped. What follows the padding is taken when it is a line of base64 (several pieces one
 * after the other), and left out when it is not (a mailing list's footer).
 */
public final class Base64Decoder implements TransferDecoder {
    private static final int NONE = -1;
    /** In {@link #VALUES}: may stand between digits. */
    static final int BLANK = -2;

    /** What each octet is worth as a digit, 0 to 63, or less than 0 where it is none. */
    static final byte[] VALUES = values();

    /** The longest line that is looked at after the padding. */
    private static final int MAX_LINE = 1024;

    private int bits;
    private int digits;
    private int missingPads;
    private boolean padded;
    private boolean ended;
    private boolean sound = true;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public boolean isSound() {
        return sound && digits == 0 && missingPads == 0;
    }

    @Override
    public boolean isFresh() {
        return digits == 0 && !padded && !ended;
    }

    /** Whether the character is of the alphabet; padding is not. */
    public static boolean isDigit(char c) {
        return c < VALUES.length && VALUES[c] >= 0;
    }

    /** Whether no more than an eighth of a line is something else, or a blank that is not between groups of four. */
    public static boolean isMostlyDigits(String line) {
        int strange = 0;
        int group = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (isDigit(c) || c == '=') {
                group++;
            } else if (c != ' ' || group % 4 != 0) {
                strange++;
            }
        }
        return strange * 8 <= line.length();
    }

    /** Decodes all of it, as one piece. */
    public void decode(byte[] encoded, ByteArrayOutputStream out) {
        for (byte octet : encoded) {
            accept(octet & 0xff, out);
        }
        finish(out);
    }

    @Override
    public void accept(int octet, ByteArrayOutputStream out) {
        if (ended) {
            return;
        }
        if (padded) {
            afterPadding(octet, out);
            return;
        }
        int value = VALUES[octet];
        if (value >= 0) {
            digit(value, out);
        } else if (octet == '=') {
            pad(out);
        } else if (value == NONE) {
            sound = false;
        }
    }

    @Override
    public void finish(ByteArrayOutputStream out) {
        if (padded && line.size() > 0) {
            takeLine(out);
        }
        if (!padded && digits > 0) {
            sound = false;
            partial(out);
        }
    }

    private void digit(int value, ByteArrayOutputStream out) {
        bits = bits << 6 | value;
        digits++;
        if (digits == 4) {
            out.write(bits >> 16);
            out.write(bits >> 8);
            out.write(bits);
            digits = 0;
            bits = 0;
        }
    }

    private void pad(ByteArrayOutputStream out) {
        if (digits < 2) {
            sound = false;
            return;
        }
        missingPads = 3 - digits;
        partial(out);
        padded = true;
    }

    private void partial(ByteArrayOutputStream out) {
        if (digits == 2) {
            out.write(bits >> 4);
        } else if (digits == 3) {
            out.write(bits >> 10);
            out.write(bits >> 2);
        }
        digits = 0;
        bits = 0;
    }

    private void afterPadding(int octet, ByteArrayOutputStream out) {
        if (octet == '\n' || octet == '\r') {
            takeLine(out);
        } else if (line.size() < MAX_LINE) {
            line.write(octet);
        } else {
            ended = true;
            sound = false;
        }
    }

    private void takeLine(ByteArrayOutputStream out) {
        byte[] octets = line.toString(StandardCharsets.ISO_8859_1).strip().getBytes(StandardCharsets.ISO_8859_1);
        line.reset();
        int from = 0;
        while (from < octets.length && octets[from] == '=') {
            from++;
        }
        missingPads -= from;
        if (from == octets.length) {
            return;
        }
        sound = false;
        int end = octets.length;
        while (end > from && octets[end - 1] == '=') {
            end--;
        }
        boolean base64 = (octets.length - from) % 4 == 0 && octets.length - end <= 2;
        for (int i = from; i < end && base64; i++) {
            base64 = VALUES[octets[i] & 0xff] >= 0;
        }
        if (!base64) {
            ended = true;
            return;
        }
        padded = false;
        for (int i = from; i < octets.length && !padded; i++) {
            accept(octets[i] & 0xff, out);
        }
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) NONE);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        for (char blank : " \t\r\n".toCharArray()) {
            values[blank] = BLANK;
        }
        return values;
    }
}
