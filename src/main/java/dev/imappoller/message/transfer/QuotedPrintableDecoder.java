package dev.imappoller.message.transfer;

import dev.imappoller.message.octets.Hex;
import java.io.ByteArrayOutputStream;

/** Decodes quoted-printable; an escape that is none stays as it is (RFC 2045, section 6.7). */
final class QuotedPrintableDecoder implements TransferDecoder {
    /** Blanks at the end of a line are no text; so many in a row are no end of a line. */
    private static final int MAX_BLANKS = 8 * 1024;

    private enum State {
        TEXT,
        EQUALS,
        FIRST_DIGIT,
        SOFT_BREAK
    }

    private final ByteArrayOutputStream blanks = new ByteArrayOutputStream();
    private State state = State.TEXT;
    private int firstDigit;
    private boolean sound = true;

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public boolean isFresh() {
        return state == State.TEXT && blanks.size() == 0;
    }

    @Override
    public void accept(int octet, ByteArrayOutputStream out) {
        switch (state) {
            case TEXT -> text(octet, out);
            case EQUALS -> equalsSign(octet, out);
            case FIRST_DIGIT -> {
                int value = Hex.octet(firstDigit, octet);
                if (value >= 0) {
                    out.write(value);
                    state = State.TEXT;
                } else {
                    literal(out);
                    out.write(firstDigit);
                    text(octet, out);
                }
            }
            case SOFT_BREAK -> {
                if (octet == '\n') {
                    blanks.reset();
                    state = State.TEXT;
                } else if (isBlank(octet) && blanks.size() < MAX_BLANKS) {
                    blanks.write(octet);
                } else if (octet != '\r') {
                    if (blanks.size() > 0) {
                        literal(out);
                    }
                    state = State.TEXT;
                    text(octet, out);
                }
            }
        }
    }

    @Override
    public void finish(ByteArrayOutputStream out) {
        if (state == State.FIRST_DIGIT) {
            literal(out);
            out.write(firstDigit);
        }
    }

    private void text(int octet, ByteArrayOutputStream out) {
        if (isBlank(octet)) {
            if (blanks.size() == MAX_BLANKS) {
                flushBlanks(out);
            }
            blanks.write(octet);
            return;
        }
        if (octet == '\r' || octet == '\n') {
            blanks.reset();
        } else {
            flushBlanks(out);
        }
        if (octet == '=') {
            state = State.EQUALS;
        } else {
            out.write(octet);
        }
    }

    private void equalsSign(int octet, ByteArrayOutputStream out) {
        if (octet == '\n') {
            state = State.TEXT;
        } else if (octet == '\r') {
            state = State.SOFT_BREAK;
        } else if (isBlank(octet)) {
            state = State.SOFT_BREAK;
            blanks.write(octet);
        } else if (Hex.octet('0', octet) >= 0) {
            state = State.FIRST_DIGIT;
            firstDigit = octet;
        } else {
            literal(out);
            text(octet, out);
        }
    }

    /** The equals sign was meant as such. */
    private void literal(ByteArrayOutputStream out) {
        sound = false;
        out.write('=');
        flushBlanks(out);
        state = State.TEXT;
    }

    private void flushBlanks(ByteArrayOutputStream out) {
        if (blanks.size() > 0) {
            out.writeBytes(blanks.toByteArray());
            blanks.reset();
        }
    }

    private static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }
}
