package dev.imappoller.message.transfer;

import dev.imappoller.message.octets.EightOctets;
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
public final class LineReader implements Closeable {
    /** Longer than any header line that still makes sense. */
    private static final int KEPT = 256 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final boolean bareCr;
    private final byte[] buffer;
    private int filled;
    private int next;

    /** Where the line is that was read last: mostly in the buffer, where it need not be copied. */
    private byte[] line;

    private int from;
    private int length;
    private byte[] kept = {};
    private boolean endsWithCr;
    private long start;
    private long contentEnd;
    private long end;

    /** @param size how many octets there are to be read, at the most: for a few, a large buffer would be a waste */
    public LineReader(InputStream in, boolean bareCr, long size) {
        this(in, bareCr, size, 0);
    }

    /** @param start where the first line begins */
    public LineReader(InputStream in, boolean bareCr, long size, long start) {
        this.buffer = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
        this.line = buffer;
        this.in = in;
        this.bareCr = bareCr;
        this.end = start;
    }

    /** Goes on to the next line; false at the end. */
    public boolean advance() throws IOException {
        start = end;
        from = 0;
        length = 0;
        if (next == filled && !fill()) {
            contentEnd = end;
            return false;
        }
        int lineEnd = lineEnd();
        if (lineEnd < filled) {
            line = buffer;
            from = next;
            length = lineEnd - next;
            end += length + 1L;
            next = lineEnd + 1;
            endLine(buffer[lineEnd]);
            return true;
        }
        line = kept;
        while (lineEnd == filled) {
            keep(filled - next);
            next = filled;
            if (!fill()) {
                contentEnd = end;
                return true;
            }
            lineEnd = lineEnd();
        }
        keep(lineEnd - next);
        end++;
        next = lineEnd + 1;
        endLine(buffer[lineEnd]);
        return true;
    }

    /** Hands over the line as it is, without its line end; false if only its beginning is kept. */
    public boolean handTo(SoundBase64 base64) {
        base64.take(line, from, from + length);
        return !isTruncated();
    }

    /** Goes on over lines that are digits of base64 from end to end, as far as they are in the buffer. There is no delimiter among them. */
    public void passOver(SoundBase64 base64) {
        while (!bareCr && next < filled) {
            int lineEnd = SoundBase64.digitsEnd(buffer, next, filled);
            int ending = lineEnd < filled && buffer[lineEnd] == '\n'
                    ? 1
                    : lineEnd + 1 < filled && buffer[lineEnd] == '\r' && buffer[lineEnd + 1] == '\n' ? 2 : 0;
            if (lineEnd == next || ending == 0) {
                break;
            }
            base64.digits(lineEnd - next, buffer[lineEnd - 1]);
            start = end;
            contentEnd = start + lineEnd - next;
            end = contentEnd + ending;
            line = buffer;
            from = next;
            length = lineEnd - next;
            next = lineEnd + ending;
        }
    }

    /** Where the line ends that goes on at {@code next}, or where the buffer does. */
    private int lineEnd() {
        if (!bareCr) {
            return EightOctets.lineEnd(buffer, next, filled);
        }
        int i = next;
        while (i < filled && buffer[i] != '\n' && buffer[i] != '\r') {
            i++;
        }
        return i;
    }

    private void endLine(byte ending) {
        contentEnd = end - 1;
        if (ending == '\n' && (length == KEPT ? endsWithCr : length > 0 && line[from + length - 1] == '\r')) {
            contentEnd--;
        }
    }

    /** Takes octets of a line that goes on beyond the buffer; of a very long one only the beginning. */
    private void keep(int count) {
        int taken = Math.min(count, KEPT - length);
        if (length + taken > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(KEPT, Math.max(2 * kept.length, length + taken)));
            line = kept;
        }
        System.arraycopy(buffer, next, kept, length, taken);
        length += taken;
        end += count;
        if (count > 0) {
            endsWithCr = buffer[next + count - 1] == '\r';
        }
    }

    private boolean fill() throws IOException {
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        next = 0;
        return filled > 0;
    }

    /** Where the line begins. */
    public long start() {
        return start;
    }

    /** Where the line ends, without its line end. */
    public long contentEnd() {
        return contentEnd;
    }

    /** Where the next line begins. */
    public long end() {
        return end;
    }

    /** Whether there is nothing on the line but blanks. */
    public boolean isBlank() {
        for (int i = from; i < from + length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Whether the line is empty; a CR left over from a doubled line end doesn't count. */
    public boolean isEmpty() {
        return length == 0 || line[from] == '\r' && isBlank();
    }

    /** Whether only the beginning of the line is kept. */
    public boolean isTruncated() {
        return length == KEPT;
    }

    /** Whether the line may continue a header field. */
    public boolean startsWithBlank() {
        return length > 0 && (line[from] == ' ' || line[from] == '\t');
    }

    /** Whether the line begins with that word, of US-ASCII. */
    public boolean startsWith(String word) {
        boolean all = length >= word.length();
        for (int i = 0; i < word.length() && all; i++) {
            all = line[from + i] == word.charAt(i);
        }
        return all;
    }

    /** Whether the line may be a boundary. */
    public boolean startsWithHyphens() {
        return length > 1 && line[from] == '-' && line[from + 1] == '-';
    }

    /** The line without trailing blanks; each character is one octet. */
    public String text() {
        int to = from + length;
        while (to > from && (line[to - 1] == ' ' || line[to - 1] == '\t' || line[to - 1] == '\r')) {
            to--;
        }
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
