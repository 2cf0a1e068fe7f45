package dev.imappoller.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the parts of a message in one pass over its lines (RFC 2046, section 5.1).
 *
 * <p>The time it takes grows with the size of the message only: neither depth nor number of parts matters.
 */
final class StructureParser {
    /** Deeper than any mail that makes sense; each level costs a comparison for every line that may be a boundary. */
    static final int MAX_DEPTH = 50;

    /** Each part costs some memory, and no mail has so many. */
    static final int MAX_PARTS = 20_000;

    /** How far to look for the first line end, to tell whether lines end with CR alone. */
    private static final int SAMPLE = 64 * 1024;

    private enum State {
        HEADER,
        /** After a line in the header that is no field: what follows tells whether the body began with it. */
        DOUBT,
        BODY,
        /** In a multipart, but in none of its parts. */
        BETWEEN
    }

    private final RawMessage raw;
    private final Set<Defect> defects;
    private final List<Frame> frames = new ArrayList<>();
    private final HeaderCollector header;
    private State state = State.HEADER;
    private Part part = new Part("text/plain", 0);
    private int parts = 1;
    private long doubtStart;
    private long previousEnd;

    StructureParser(RawMessage raw, Set<Defect> defects) {
        this.raw = raw;
        this.defects = defects;
        this.header = new HeaderCollector(defects);
    }

    Part parse() throws IOException {
        Part root = part;
        boolean bareCr = endsLinesWithCr();
        if (bareCr) {
            defects.add(Defect.BARE_CR);
        }
        try (LineReader lines = new LineReader(raw.open(0, raw.size()), bareCr)) {
            while (!isRestBody() && lines.advance()) {
                line(lines);
                previousEnd = lines.contentEnd();
            }
        }
        endPart(raw.size(), raw.size());
        leave(0, raw.size());
        return root;
    }

    /** A message of one part has nothing more to be found once its body has begun. */
    private boolean isRestBody() {
        return state == State.BODY && frames.isEmpty();
    }

    private void line(LineReader lines) {
        if (!isDelimiter(lines)) {
            content(lines);
        }
    }

    private boolean isDelimiter(LineReader lines) {
        if (frames.isEmpty() || parts > MAX_PARTS || !lines.startsWithHyphens()) {
            return false;
        }
        String text = lines.text().substring(2);
        for (boolean closed : new boolean[] {false, true}) {
            for (int i = frames.size() - 1; i >= 0; i--) {
                Frame frame = frames.get(i);
                if (frame.closed != closed) {
                    continue;
                }
                if (frame.opens(text)) {
                    begin(i, lines);
                    return true;
                }
                if (frame.closes(text)) {
                    endPart(lines.start(), previousEnd);
                    leave(i + 1, previousEnd);
                    frame.closed = true;
                    return true;
                }
            }
        }
        return infersBoundary(text) && isDelimiter(lines);
    }

    private boolean infersBoundary(String text) {
        Frame innermost = frames.get(frames.size() - 1);
        if (innermost.boundary.isPresent() || text.isEmpty()) {
            return false;
        }
        innermost.boundary = Optional.of(text);
        return true;
    }

    private void begin(int frameIndex, LineReader lines) {
        endPart(lines.start(), previousEnd);
        leave(frameIndex + 1, previousEnd);
        Frame frame = frames.get(frameIndex);
        if (frame.closed) {
            defects.add(Defect.PART_AFTER_END);
            frame.closed = false;
        }
        part = new Part(frame.childType, lines.end());
        frame.part.children().add(part);
        parts++;
        state = State.HEADER;
        if (parts > MAX_PARTS) {
            defects.add(Defect.TOO_MANY_PARTS);
            part.kind(Part.Kind.REMAINDER);
            frames.subList(1, frames.size()).clear();
            state = State.BODY;
        }
    }

    private void content(LineReader lines) {
        switch (state) {
            case HEADER -> headerLine(lines);
            case DOUBT -> {
                if (header.isField(lines)) {
                    defects.add(Defect.BROKEN_HEADER);
                    state = State.HEADER;
                    header.add(lines);
                } else {
                    beginBody(doubtStart);
                    line(lines);
                }
            }
            case BODY -> {}
            case BETWEEN -> {
                if (frames.get(frames.size() - 1).closed && !lines.isBlank()) {
                    defects.add(Defect.TEXT_AFTER_END);
                }
            }
        }
    }

    private void headerLine(LineReader lines) {
        if (lines.isEmpty()) {
            beginBody(lines.end());
        } else if (header.isField(lines) || lines.startsWithBlank() && !header.isEmpty()) {
            header.add(lines);
        } else if (header.isEmpty() && isMboxFrom(lines.text())) {
            defects.add(Defect.MBOX_FROM);
        } else if (header.isEmpty() || lines.startsWithHyphens()) {
            defects.add(Defect.BROKEN_HEADER);
            beginBody(lines.start());
            line(lines);
        } else {
            doubtStart = lines.start();
            state = State.DOUBT;
        }
    }

    private static boolean isMboxFrom(String line) {
        return line.startsWith("From ") || line.startsWith(">From ");
    }

    private void beginBody(long offset) {
        if (state == State.DOUBT) {
            defects.add(Defect.BROKEN_HEADER);
        }
        header.drainTo(part.fields());
        part.bodyStart(offset);
        state = State.BODY;
        ContentField type = part.contentType();
        if (!type.value().startsWith("multipart/")) {
            return;
        }
        if (frames.size() == MAX_DEPTH) {
            defects.add(Defect.NESTED_TOO_DEEPLY);
            part.kind(Part.Kind.REMAINDER);
            return;
        }
        Optional<String> boundary =
                type.octets("boundary").map(String::stripTrailing).filter(text -> !text.isEmpty());
        if (boundary.isEmpty()) {
            defects.add(Defect.MISSING_BOUNDARY);
        }
        // In a digest, the parts are messages (RFC 2046, section 5.1.5).
        String childType = type.is("multipart/digest") ? "message/rfc822" : "text/plain";
        frames.add(new Frame(part, childType, boundary));
        state = State.BETWEEN;
    }

    /** Ends the part that is being read, if there is one; {@code here} is where its header ends if it has no body. */
    private void endPart(long here, long bodyEnd) {
        switch (state) {
            case HEADER -> beginBody(here);
            case DOUBT -> beginBody(doubtStart);
            case BODY, BETWEEN -> {}
        }
        if (state == State.BODY) {
            part.bodyEnd(bodyEnd);
        }
        state = State.BETWEEN;
    }

    /** Ends the multiparts from that depth on. */
    private void leave(int depth, long bodyEnd) {
        for (int i = frames.size() - 1; i >= depth; i--) {
            Frame frame = frames.remove(i);
            frame.part.bodyEnd(bodyEnd);
            if (!frame.closed && !frame.part.children().isEmpty()) {
                defects.add(Defect.UNCLOSED_MULTIPART);
            }
        }
    }

    private boolean endsLinesWithCr() throws IOException {
        byte[] sample;
        try (InputStream in = raw.open(0, Math.min(SAMPLE, raw.size()))) {
            sample = in.readAllBytes();
        }
        boolean cr = false;
        for (byte octet : sample) {
            if (octet == '\n') {
                return false;
            }
            cr |= octet == '\r';
        }
        return cr;
    }

    /** A multipart that is being read. */
    private static final class Frame {
        private final Part part;
        private final String childType;
        private Optional<String> boundary;
        private boolean closed;

        private Frame(Part part, String childType, Optional<String> boundary) {
            this.part = part;
            this.childType = childType;
            this.boundary = boundary;
        }

        private boolean opens(String text) {
            return boundary.isPresent() && isDelimiter(text, boundary.get());
        }

        private boolean closes(String text) {
            return boundary.isPresent() && isDelimiter(text, boundary.get() + "--");
        }

        /** Something may follow after a blank: it is enough that the line begins with it (RFC 2046, section 5.1.1). */
        private static boolean isDelimiter(String text, String delimiter) {
            return text.startsWith(delimiter)
                    && (text.length() == delimiter.length() || " \t".indexOf(text.charAt(delimiter.length())) >= 0);
        }
    }
}
