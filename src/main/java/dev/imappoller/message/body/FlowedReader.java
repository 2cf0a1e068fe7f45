package dev.imappoller.message.body;

import java.io.IOException;
import java.io.Reader;
import java.util.Objects;

/** Reads flowed text as it was written: a line that ends with a blank goes on in the next (RFC 3676, section 4). */
final class FlowedReader extends Reader {
    private static final int BUFFER = 1024;

    /** More quotes within quotes than anybody writes. */
    private static final int MAX_DEPTH = 100;

    /** What stands above a signature; its blank is no soft line break (RFC 3676, section 4.3). */
    private static final String SIGNATURE = "-- ";

    private enum State {
        /** At the beginning of a line, where it tells how deep it is quoted. */
        START,
        TEXT,
        /** After a CR, which an LF may follow. */
        CR
    }

    private final Reader in;
    private final boolean withoutBlanks;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder begun = new StringBuilder();
    private int written;
    private boolean ended;
    private State state = State.START;
    private int depth;
    private int depthBefore;
    private boolean soft;
    private boolean blank;
    private String lineEnd = "";

    /** @param withoutBlanks whether the blank at the end of a line that goes on is left out */
    FlowedReader(Reader in, boolean withoutBlanks) {
        this.in = in;
        this.withoutBlanks = withoutBlanks;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (written == out.length() && !ended) {
            out.setLength(0);
            written = 0;
            int count = in.read(buffer, 0, buffer.length);
            for (int i = 0; i < count; i++) {
                accept(buffer[i]);
            }
            if (count < 0) {
                ended = true;
                end();
            }
        }
        int count = Math.min(length, out.length() - written);
        out.getChars(written, written + count, target, offset);
        written += count;
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void accept(char c) {
        switch (state) {
            case START -> {
                if (c == '>' && depth < MAX_DEPTH) {
                    depth++;
                } else {
                    boolean joined = begin(c == '\r' || c == '\n');
                    if (c != ' ') {
                        text(c);
                    } else if (depth > 0 && !joined) {
                        out.append(c); // Else it was only put there so that the line begins with it (RFC 3676, section
                        // 4.4).
                    }
                }
            }
            case TEXT -> text(c);
            case CR -> {
                lineEnd = c == '\n' ? "\r\n" : "\r";
                endLine();
                if (c != '\n') {
                    accept(c);
                }
            }
        }
    }

    /** Begins a line, or goes on with the one before; returns whether it does that. */
    private boolean begin(boolean empty) {
        boolean joined = soft && depth == depthBefore && !empty;
        if (soft) {
            out.append(joined && withoutBlanks ? "" : " ").append(joined ? "" : lineEnd);
        }
        if (!joined) {
            out.append(">".repeat(depth));
        }
        soft = false;
        begun.setLength(0);
        depthBefore = depth;
        state = State.TEXT;
        return joined;
    }

    private void text(char c) {
        if (c == '\r') {
            state = State.CR;
        } else if (c == '\n') {
            lineEnd = "\n";
            endLine();
        } else {
            if (blank) {
                out.append(' ');
            }
            blank = c == ' ';
            if (!blank) {
                out.append(c);
            }
            if (begun.length() <= SIGNATURE.length()) {
                begun.append(c);
            }
        }
    }

    private void endLine() {
        soft = blank && !SIGNATURE.contentEquals(begun);
        if (!soft) {
            out.append(blank ? " " : "").append(lineEnd);
        }
        blank = false;
        depth = 0;
        state = State.START;
    }

    private void end() {
        if (state == State.CR) {
            lineEnd = "\r";
            endLine();
        }
        if (state == State.START && (soft || depth > 0)) {
            begin(true);
        }
        out.append(blank ? " " : "");
    }
}
