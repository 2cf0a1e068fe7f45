package dev.imappoller.message;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message line by line and tells where each line is.
 *
 * <p>Lines end with LF or CRLF; with a CR alone only where asked for. Of a very long line only the beginning is kept,
 * so that a message without line ends takes no more memory than any other.
 */
final class LineReader implements Closeable {
    /** Longer than any header line that still makes sense. */
    private static final int KEPT = 256 * 1024;

    private static final int EOF = -1;

    private final InputStream in;
    private final boolean bareCr;
    private final byte[] buffer = new byte[16 * 1024];
    private int filled;
    private int next;
    private byte[] line = new byte[1024];
    private int length;
    private long start;
    private long contentEnd;
    private long end;

    LineReader(InputStream in, boolean bareCr) {
        this.in = in;
        this.bareCr = bareCr;
    }

    /** Goes on to the next line; false at the end. */
    boolean advance() throws IOException {
        start = end;
        length = 0;
        int octet = read();
        if (octet == EOF) {
            contentEnd = end;
            return false;
        }
        boolean afterCr = false;
        while (octet != EOF && octet != '\n') {
            if (bareCr && octet == '\r') {
                contentEnd = end - 1;
                return true;
            }
            keep(octet);
            afterCr = octet == '\r';
            octet = read();
        }
        contentEnd = end;
        if (octet == '\n') {
            contentEnd -= afterCr ? 2 : 1;
        }
        return true;
    }

    /** Where the line begins. */
    long start() {
        return start;
    }

    /** Where the line ends, without its line end. */
    long contentEnd() {
        return contentEnd;
    }

    /** Where the next line begins. */
    long end() {
        return end;
    }

    /** Whether there is nothing on the line but blanks. */
    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Whether the line is empty; a CR left over from a doubled line end doesn't count. */
    boolean isEmpty() {
        return length == 0 || line[0] == '\r' && isBlank();
    }

    /** Whether only the beginning of the line is kept. */
    boolean isTruncated() {
        return length == KEPT;
    }

    boolean startsWithBlank() {
        return length > 0 && (line[0] == ' ' || line[0] == '\t');
    }

    boolean startsWithHyphens() {
        return length > 1 && line[0] == '-' && line[1] == '-';
    }

    /** The line without trailing blanks; each character is one octet. */
    String text() {
        int to = length;
        while (to > 0 && (line[to - 1] == ' ' || line[to - 1] == '\t' || line[to - 1] == '\r')) {
            to--;
        }
        return new String(line, 0, to, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void keep(int octet) {
        if (length == line.length) {
            if (length == KEPT) {
                return;
            }
            line = Arrays.copyOf(line, Math.min(KEPT, 2 * length));
        }
        line[length++] = (byte) octet;
    }

    private int read() throws IOException {
        if (next == filled) {
            filled = in.read(buffer, 0, buffer.length);
            next = 0;
            if (filled <= 0) {
                filled = 0;
                return EOF;
            }
        }
        end++;
        return buffer[next++] & 0xff;
    }
}
