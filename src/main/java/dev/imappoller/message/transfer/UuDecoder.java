package dev.imappoller.message.transfer;

import dev.imappoller.message.octets.Characters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes uuencode, from its begin line to its end line (POSIX, uuencode). */
public final class UuDecoder implements TransferDecoder {
    public static final String BEGIN = "begin ";

    /** A full line has 61 characters; what comes after is left out. */
    private static final int MAX_LINE = 1024;

    private enum State {
        BEFORE,
        DATA,
        AFTER
    }

    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private State state = State.BEFORE;
    private boolean sound = true;

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public boolean isFresh() {
        return state == State.BEFORE && length == 0;
    }

    @Override
    public void accept(int octet, ByteArrayOutputStream out) {
        if (octet == '\n') {
            line(out);
            length = 0;
        } else if (octet != '\r' && length < MAX_LINE) {
            line[length++] = (byte) octet;
        }
    }

    @Override
    public void finish(ByteArrayOutputStream out) {
        line(out);
        sound &= state == State.AFTER;
    }

    /** Whether the line is the one before the data. */
    public static boolean isBegin(String line) {
        return line.startsWith(BEGIN);
    }

    /** The name of the file in the line before the data: {@code begin}, its mode in octal digits, and its name; empty if it is no such line. */
    public static String nameIn(String line) {
        if (!line.startsWith(BEGIN)) {
            return "";
        }
        String mode = Characters.before(line.substring(BEGIN.length()), c -> c < '0' || c > '7');
        String rest = line.substring(BEGIN.length() + mode.length());
        return mode.length() < 3 || rest.length() < 2 || rest.charAt(0) != ' ' ? "" : rest.strip();
    }

    /** Whether it may be a line of data: its first character tells how many octets are on it, and so how long it is at the most. */
    public static boolean isData(String line) {
        int octets = line.isEmpty() ? 0 : (line.charAt(0) - ' ') & 0x3f;
        // Some add a check sum; blanks at the end may be missing, but a word is no line of data.
        int full = 1 + (octets + 2) / 3 * 4;
        return line.length() <= full + 2
                && line.length() * 2 >= full
                && line.chars().allMatch(c -> c >= ' ' && c <= '`');
    }

    private void line(ByteArrayOutputStream out) {
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        switch (state) {
            case BEFORE -> {
                if (isBegin(text)) {
                    state = State.DATA;
                }
            }
            case DATA -> {
                if (text.strip().equals("end")) {
                    state = State.AFTER;
                } else if (length > 0) {
                    data(out);
                }
            }
            case AFTER -> {}
        }
    }

    private void data(ByteArrayOutputStream out) {
        int count = value(0);
        // Blanks at the end of a line are zeros that mailers like to cut off, so a short line alone is no defect.
        for (int i = 0; i < count; i += 3) {
            int at = 1 + i / 3 * 4;
            int bits = value(at) << 18 | value(at + 1) << 12 | value(at + 2) << 6 | value(at + 3);
            for (int j = 0; j < Math.min(3, count - i); j++) {
                out.write(bits >> (16 - 8 * j));
            }
        }
    }

    private int value(int at) {
        int octet = at < length ? line[at] & 0xff : ' ';
        if (octet < ' ' || octet > '`') {
            sound = false;
        }
        return (octet - ' ') & 0x3f;
    }
}
