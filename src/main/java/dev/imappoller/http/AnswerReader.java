package dev.imappoller.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one final answer to one request in the octets of a connection (RFC 9112). Interim answers (1xx) are passed over, and
 * nothing is read beyond the answer's end. Pure: it is given octets and tells what they are.
 */
final class AnswerReader {
    /** What all headers of an answer may have together, in octets: interim ones, the final one, and the trailer. Browsers take as much. */
    static final int MOST_HEADER = 256 * 1024;

    /** A chunk's size, and extensions that nobody uses. */
    private static final int MOST_CHUNK_LINE = 8 * 1024;

    /** Larger sizes don't fit into a {@code long}. */
    private static final int MOST_HEX_DIGITS = 15;

    /** Nobody asked for another protocol, so what follows is read as HTTP all the same. */
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private State state = State.HEADER;
    private @Nullable AnswerFields fields;
    private boolean switched;
    private int header;
    private long left;

    /** Is told what is read. */
    interface Sink {
        void head(AnswerHead head);

        /** Some of the body; the array is not to be kept. */
        void body(byte[] octets, int from, int length);

        /** The answer's end, which comes once. */
        void end();
    }

    private enum State {
        HEADER,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE,
        ENDED
    }

    AnswerReader(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads octets.
     *
     * @return how many of them belong to the answer; less than given only if it has ended before
     * @throws NotHttpException if they are no HTTP, or too much of it
     */
    int read(byte[] octets) throws NotHttpException {
        int at = 0;
        while (at < octets.length && state != State.ENDED) {
            at = switch (state) {
                case HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> line(octets, at);
                case FIXED, CHUNK, UNTIL_CLOSE -> body(octets, at);
                case ENDED -> at;
            };
        }
        return at;
    }

    /** The other side has closed the connection: for some answers that is their end. */
    void closed() {
        if (state == State.UNTIL_CLOSE) {
            end();
        }
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    private int body(byte[] octets, int from) {
        int length = state == State.UNTIL_CLOSE ? octets.length - from : (int) Math.min(left, octets.length - from);
        sink.body(octets, from, length);
        left -= length;
        if (left == 0 && state == State.FIXED) {
            end();
        } else if (left == 0 && state == State.CHUNK) {
            state = State.CHUNK_END;
        }
        return from + length;
    }

    private int line(byte[] octets, int from) throws NotHttpException {
        int end = from;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        boolean whole = end < octets.length;
        int next = whole ? end + 1 : end;
        count(next - from);
        line.write(octets, from, end - from);
        if (whole) {
            String text = withoutCr(line.toString(StandardCharsets.ISO_8859_1));
            line.reset();
            take(text);
        }
        return next;
    }

    private void count(int octets) throws NotHttpException {
        if (state == State.HEADER || state == State.TRAILER) {
            header += octets;
        }
        if (header > MOST_HEADER) {
            throw new NotHttpException("answered with a header of more than " + MOST_HEADER / 1024 + " KiB");
        }
        if (state != State.HEADER && state != State.TRAILER && line.size() + octets > MOST_CHUNK_LINE) {
            throw badChunk();
        }
    }

    private void take(String text) throws NotHttpException {
        switch (state) {
            case HEADER -> headerLine(text);
            case CHUNK_SIZE -> chunk(size(text));
            case CHUNK_END -> {
                if (!text.isEmpty()) {
                    throw badChunk();
                }
                state = State.CHUNK_SIZE;
            }
            case TRAILER -> {
                if (text.isEmpty()) {
                    end();
                }
            }
            case FIXED, CHUNK, UNTIL_CLOSE, ENDED -> throw new IllegalStateException(state.name());
        }
    }

    private void headerLine(String text) throws NotHttpException {
        if (fields == null) {
            // Empty lines before an answer are passed over (RFC 9112, section 2.2).
            fields = text.isEmpty() ? null : AnswerFields.begin(text);
        } else if (!text.isEmpty()) {
            fields.line(text);
        } else if (fields.status() < 200) {
            switched |= fields.status() == SWITCHING_PROTOCOLS;
            fields = null; // Interim (RFC 9110, section 15.2): the answer is still to come.
        } else {
            AnswerHead head = fields.end();
            begin(switched ? head.last() : head);
        }
    }

    private void begin(AnswerHead head) {
        sink.head(head);
        left = head.length().octets();
        state = switch (head.length().kind()) {
            case FIXED -> State.FIXED;
            case CHUNKED -> State.CHUNK_SIZE;
            case UNTIL_CLOSE -> State.UNTIL_CLOSE;
        };
        if (state == State.FIXED && left == 0) {
            end();
        }
    }

    private void chunk(long size) {
        left = size;
        state = size == 0 ? State.TRAILER : State.CHUNK;
    }

    private void end() {
        state = State.ENDED;
        sink.end();
    }

    private static long size(String text) throws NotHttpException {
        int end = 0;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 128) {
            end++;
        }
        String rest = text.substring(end).strip();
        if (end == 0 || end > MOST_HEX_DIGITS || !(rest.isEmpty() || rest.startsWith(";"))) {
            throw badChunk();
        }
        return Long.parseLong(text.substring(0, end), 16);
    }

    private static NotHttpException badChunk() {
        return new NotHttpException("answered with chunks that can't be read");
    }

    private static String withoutCr(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }
}
