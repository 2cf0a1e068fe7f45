package dev.imappoller.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the parts of a message in one pass over its lines (RFC 2046, section 5.1).
 *
 * <p>The time it takes grows with the size of the message only: neither depth nor number of parts matters.
 */
final class StructureParser {
    /** Deeper than any mail that makes sense. */
    static final int MAX_DEPTH = 50;

    /** Each part costs some memory, and no mail has so many. */
    static final int MAX_PARTS = 12_000;

    /** What a part takes up in memory, in octets, as an attachment once more. */
    private static final int PART = 400;

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
    private final DecodingBudget budget;
    private final Boundaries boundaries;
    private final HeaderCollector header;
    private State state = State.HEADER;
    private Part part;
    private int parts = 1;
    private long doubtStart;
    private long previousEnd;

    StructureParser(RawMessage raw, Set<Defect> defects, DecodingBudget budget) {
        this.raw = raw;
        this.defects = defects;
        this.budget = budget;
        this.boundaries = new Boundaries(budget);
        this.header = new HeaderCollector(defects, budget);
        this.part = new Part("text/plain", 0, budget);
    }

    Part parse() throws IOException {
        Part root = part;
        boolean bareCr = endsLinesWithCr();
        if (bareCr) {
            defects.add(Defect.BARE_CR);
        }
        try (LineReader lines = new LineReader(raw.open(0, raw.size()), bareCr, raw.size())) {
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
        return state == State.BODY && boundaries.isEmpty();
    }

    private void line(LineReader lines) {
        if (!isDelimiter(lines)) {
            content(lines);
        }
    }

    private boolean isDelimiter(LineReader lines) {
        if (boundaries.isEmpty() || parts > MAX_PARTS || !lines.startsWithHyphens()) {
            return false;
        }
        String text = lines.text().substring(2);
        Optional<Boundaries.Delimiter> delimiter = boundaries.delimiter(text);
        if (delimiter.isEmpty() && !boundaries.isNamed() && !text.isEmpty()) {
            boundaries.name(text); // It doesn't tell its boundary, so the first line that may be one is it.
            delimiter = boundaries.delimiter(text);
        }
        delimiter.ifPresent(found -> {
            endPart(lines.start(), previousEnd);
            leave(found.frame().depth() + 1, previousEnd);
            if (found.opens()) {
                begin(found.frame(), lines);
            } else {
                boundaries.close(found.frame());
            }
        });
        return delimiter.isPresent();
    }

    private void begin(Boundaries.Frame frame, LineReader lines) {
        if (frame.isClosed()) {
            defects.add(Defect.PART_AFTER_END);
            boundaries.reopen(frame);
        }
        part = new Part(frame.childType(), lines.end(), budget);
        frame.part().children().add(part);
        budget.hold(PART);
        parts++;
        state = State.HEADER;
        if (parts > MAX_PARTS || header.isFull()) {
            defects.add(Defect.TOO_MANY_PARTS);
            part.kind(Part.Kind.REMAINDER);
            parts = MAX_PARTS + 1;
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
            case BODY -> part.lookAt(lines);
            case BETWEEN -> {
                if (boundaries.innermost().isClosed() && !lines.isBlank()) {
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
            part.lookAtBase64();
            return;
        }
        if (boundaries.size() == MAX_DEPTH) {
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
        boundaries.enter(part, childType, boundary);
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
        while (boundaries.size() > depth) {
            Boundaries.Frame frame = boundaries.leave();
            frame.part().bodyEnd(bodyEnd);
            if (!frame.isClosed() && !frame.part().children().isEmpty()) {
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
}
