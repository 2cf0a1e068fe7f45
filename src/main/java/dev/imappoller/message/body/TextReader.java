package dev.imappoller.message.body;

import dev.imappoller.message.octets.WellFormed;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Objects;

/**
 * Reads texts one after the other as one, each beginning on a line of its own.
 *
 * <p>Lines end as they do in the message, with CRLF or LF, and with LF where that is something else; there are no byte order marks,
 * and no characters that can't be told in UTF-8.
 */
final class TextReader extends Reader {
    private static final int BUFFER = 8 * 1024;
    private static final int END = -1;
    private static final int NOTHING = -2;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final List<TextBody.Piece> pieces;
    private int nextPiece;
    private Reader piece = Reader.nullReader();
    private final char[] buffer;
    private int filled;
    private int next;
    private int peeked = NOTHING;
    private int lowSurrogate = NOTHING;
    private int lineEnds;
    private boolean midLine;
    private boolean crlf;

    /** The first character behind a line end that joins two texts, while that line end has not been passed on. */
    private int joined = NOTHING;

    private boolean joining;

    /** @param size of the texts in octets, at the most: for a few, a large buffer would be a waste */
    TextReader(List<TextBody.Piece> pieces, long size) {
        this.pieces = pieces;
        this.buffer = new char[(int) Math.max(1, Math.min(BUFFER, size))];
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = 0;
        while (count < length) {
            count += plain(target, offset + count, length - count);
            if (count == length) {
                break;
            }
            int c = read();
            if (c == END) {
                return count == 0 ? END : count;
            }
            target[offset + count++] = (char) c;
        }
        return count;
    }

    /** Copies characters that stand for themselves, as most do, up to the next that may not. */
    private int plain(char[] target, int offset, int length) {
        if (peeked != NOTHING || joined != NOTHING || lowSurrogate != NOTHING || lineEnds > 0) {
            return 0;
        }
        int most = Math.min(length, filled - next);
        int count = 0;
        while (count < most) {
            char c = buffer[next + count];
            if (c == '\r' && next + count + 1 < filled && buffer[next + count + 1] == '\n') {
                crlf = true;
            } else if (c == '\r' || c == 0 || Character.isSurrogate(c)) {
                break;
            }
            target[offset + count++] = c;
        }
        if (count > 0) {
            midLine = target[offset + count - 1] != '\n';
        }
        next += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        int c = translate();
        midLine = c != '\n' && (c != END || midLine);
        return c;
    }

    @Override
    public void close() throws IOException {
        piece.close();
    }

    private int translate() throws IOException {
        if (lineEnds > 0) {
            lineEnds--;
            return '\n';
        }
        if (lowSurrogate != NOTHING) {
            int low = lowSurrogate;
            lowSurrogate = NOTHING;
            return low;
        }
        int c = take();
        if (c == '\r') {
            return lineEnd();
        }
        if (c == '\n' && joining) {
            joining = false;
            lineEnds = crlf ? 1 : 0;
            return crlf ? '\r' : '\n';
        }
        if (c > 0 && Character.isHighSurrogate((char) c) && peek() > 0 && Character.isLowSurrogate((char) peek())) {
            lowSurrogate = take();
            return c;
        }
        return c == 0 || c > 0 && Character.isSurrogate((char) c) ? WellFormed.REPLACEMENT : c;
    }

    /** After a CR: any number of them before an LF are one line end, a CRLF, else each is one. */
    private int lineEnd() throws IOException {
        int more = 0;
        while (peek() == '\r') {
            take();
            more++;
        }
        if (peek() == '\n') {
            take();
            crlf |= !joining;
            joining = false;
            lineEnds = crlf ? 1 : 0;
            return crlf ? '\r' : '\n';
        }
        lineEnds = more;
        return '\n';
    }

    private int peek() throws IOException {
        if (peeked == NOTHING) {
            peeked = take();
        }
        return peeked;
    }

    private int take() throws IOException {
        if (peeked != NOTHING) {
            int c = peeked;
            peeked = NOTHING;
            return c;
        }
        if (joined != NOTHING) {
            int c = joined;
            joined = NOTHING;
            return c;
        }
        int c = next();
        while (c == END && nextPiece < pieces.size()) {
            piece.close();
            piece = pieces.get(nextPiece++).open();
            c = next();
            if (c == BYTE_ORDER_MARK) {
                c = next();
            }
            if (c != END && midLine) {
                joined = c;
                joining = true;
                return '\n';
            }
        }
        return c;
    }

    private int next() throws IOException {
        if (next == filled) {
            filled = Math.max(0, piece.read(buffer, 0, buffer.length));
            next = 0;
            if (filled == 0) {
                return END;
            }
        }
        return buffer[next++];
    }
}
