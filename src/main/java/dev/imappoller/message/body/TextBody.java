package dev.imappoller.message.body;

import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.octets.DecodingBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a message, read from the message each time it is opened.
 *
 * <p>Where the message has several text parts, they follow one another, each beginning on a line of its own. Lines end as they do in
 * the message, with CRLF or LF. There are no unpaired surrogates and no NUL.
 */
public final class TextBody {
    private static final int BUFFER = 8 * 1024;

    private final List<Piece> pieces;

    /** Of a plain text that is derived from HTML: what that is charged to. */
    private final @Nullable DecodingBudget derivation;

    public TextBody(List<Piece> pieces) {
        this(pieces, null);
    }

    private TextBody(List<Piece> pieces, @Nullable DecodingBudget derivation) {
        this.pieces = List.copyOf(pieces);
        this.derivation = derivation;
    }

    /** Opens the text from its beginning; reading it fails if the message can't be read from where it is kept. */
    public Reader open() {
        Reader text = new TextReader(pieces, size());
        return derivation == null ? text : new HtmlTextReader(text, derivation);
    }

    /** What a person sees of this HTML, as plain text; deriving it each time it is opened is charged to the message's budget. */
    public TextBody asPlain(DecodingBudget budget) {
        return new TextBody(pieces, budget);
    }

    /** Whether the sender wrote it as HTML alone. */
    public boolean isDerived() {
        return derivation != null;
    }

    /**
     * The beginning of the text, in memory; never half a character.
     *
     * @param limit the most characters (UTF-16 units) that are wanted
     * @throws IOException if the message can't be read from where it is kept
     */
    public String head(int limit) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[(int) Math.max(1, Math.min(size(), Math.min(limit, BUFFER)))];
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

    /** In octets as they are in the message, transfer encoding and all. */
    private long size() {
        return pieces.stream().mapToLong(piece -> piece.content().encodedSize()).sum();
    }

    /** How the lines of a text are to be read (RFC 3676). */
    public enum Flow {
        FIXED,
        /** A line that ends with a blank goes on in the next. */
        FLOWED,
        /** The same, and the blank belongs to the line end. */
        FLOWED_WITHOUT_BLANKS
    }

    /** A part of the text: what it holds, what it is in, and how its lines are to be read. */
    public record Piece(Content content, MailCharset charset, Flow flow) {
        /** In octets: most texts, which are decoded at once. Of a message of many thousand buffers for each would be a waste. */
        private static final int SMALL = 16 * 1024;

        Reader open() throws IOException {
            InputStream in = content.open();
            Reader text =
                    content.isAtMost(SMALL) ? charset.readerOfFew(in, (int) content.encodedSize()) : charset.reader(in);
            return flow == Flow.FIXED ? text : new FlowedReader(text, flow == Flow.FLOWED_WITHOUT_BLANKS);
        }
    }
}
