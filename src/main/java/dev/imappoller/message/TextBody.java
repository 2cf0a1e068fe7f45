package dev.imappoller.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.List;

/**
 * The text of a message, read from the message each time it is opened.
 *
 * <p>Where the message has several text parts, they follow one another, each beginning on a line of its own. Lines end
 * with LF. There are no unpaired surrogates and no NUL.
 */
public final class TextBody {
    private final List<Piece> pieces;

    TextBody(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Opens the text from its beginning; reading it fails if the message can't be read from where it is kept. */
    public Reader open() {
        return new TextReader(pieces);
    }

    /**
     * The beginning of the text, in memory; never half a character.
     *
     * @param limit the most characters (UTF-16 units) that are wanted
     * @throws IOException if the message can't be read from where it is kept
     */
    public String head(int limit) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[Math.min(limit, 8 * 1024)];
        try (Reader reader = open()) {
            int count = reader.read(buffer, 0, buffer.length);
            while (count > 0) {
                text.append(buffer, 0, count);
                count = reader.read(buffer, 0, Math.min(buffer.length, limit - text.length()));
            }
        }
        int last = text.length() - 1;
        if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
            text.setLength(last);
        }
        return text.toString();
    }

    /** A part of the text: what it holds, and what it is in. */
    record Piece(Content content, MailCharset charset) {
        /** In octets. Of a message of many thousand texts each is small, and buffers for each would be a waste. */
        private static final int SMALL = 1024;

        Reader open() throws IOException {
            InputStream in = content.open();
            return content.isAtMost(SMALL) ? charset.readerOfFew(in, (int) content.encodedSize()) : charset.reader(in);
        }
    }
}
