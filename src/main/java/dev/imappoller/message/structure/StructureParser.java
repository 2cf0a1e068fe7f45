package dev.imappoller.message.structure;

import dev.imappoller.message.header.ContentField;
import dev.imappoller.message.header.HeaderCollector;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.transfer.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a message in one pass over its lines (RFC 2046, section 5.1).
 *
 * <p>The time it takes grows with the size of the message only: neither depth nor number of parts matters.
 */
public final class StructureParser {
    /** Deeper than any mail that makes sense. */
    public static final int MAX_DEPTH = 50;

    /** Each part costs some memory, and no mail has so many. */
    public static final int MAX_PARTS = 12_000;

    /** What a part takes up in memory, in octets, as an attachment once more. */
    private static final int PART = 400;

    /** How far to look for the first line end, to tell whether lines end with CR alone. */
    private static final int SAMPLE = 64 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private enum State {
        HEADER,
        BODY,
        /** In a multipart, but in none of its parts. */
        BETWEEN
    }

    private final RawMessage raw;
    private final Set<Defect> defects;
    private final DecodingBudget budget;
    private final Boundaries boundaries;
    private final HeaderReader header;
    private State state = State.HEADER;
    private Part part;
    private int parts = 1;
    private long previousEnd;

    /** What stands behind two hyphens on the line before, where no part begins that is known of, and where that line begins. */
    private @Nullable String stray;

    private long strayStart;

    public StructureParser(RawMessage raw, Set<Defect> defects, DecodingBudget budget) {
        this.raw = raw;
        this.defects = defects;
        this.budget = budget;
        this.boundaries = new Boundaries(budget);
        this.header = new HeaderReader(defects, budget);
        this.part = new Part("text/plain", 0, budget);
    }

    /** Reads the message to its end. */
    public Part parse() throws IOException {
        byte[] sample;
        try (InputStream in = raw.open(0, Math.min(SAMPLE, raw.size()))) {
            sample = in.readAllBytes();
        }
        long start = 0;
        int mark = Math.min(BYTE_ORDER_MARK.length, sample.length);
        if (Arrays.equals(sample, 0, mark, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            defects.add(Defect.BROKEN_HEADER);
            start = BYTE_ORDER_MARK.length;
        }
        header.begin(part);
        return parse(start, endsLinesWithCr(sample));
    }

    /** Finds the parts of a multipart's body, whose header was read elsewhere. */
    public Part parseBodyOf(Part multipart) throws IOException {
        part.fields().addAll(multipart.fields());
        part.chooseType(multipart.contentType());
        header.begin(part);
        beginBody(0);
        return parse(0, false);
    }

    private Part parse(long start, boolean bareCr) throws IOException {
        Part root = part;
        if (bareCr) {
            defects.add(Defect.BARE_CR);
        }
        try (LineReader lines = new LineReader(raw.open(start, raw.size()), bareCr, raw.size(), start)) {
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
        boundaries.chooseName(text).ifPresent(boundaries.innermost().part()::chooseTypeBy);
        Optional<Boundaries.Delimiter> delimiter = boundaries.delimiter(text);
        if (delimiter.isEmpty() && !boundaries.isNamed() && !text.isEmpty()) {
            boundaries.name(text); // It doesn't tell its boundary, so the first line that may be one is it.
            delimiter = boundaries.delimiter(text);
        }
        delimiter.ifPresent(found -> {
            endPart(lines.start(), previousEnd);
            leave(found.frame().depth() + 1, previousEnd);
            if (found.opens()) {
                begin(found.frame(), lines.end());
            } else {
                boundaries.close(found.frame());
            }
        });
        return delimiter.isPresent();
    }

    private void begin(Boundaries.Frame frame, long start) {
        if (frame.isClosed()) {
            defects.add(Defect.PART_AFTER_END);
            boundaries.reopen(frame);
        }
        part = new Part(frame.childType(), start, budget);
        add(part, frame);
        header.begin(part);
        state = State.HEADER;
        if (parts > MAX_PARTS || header.isFull()) {
            defects.add(Defect.TOO_MANY_PARTS);
            part.kind(Part.Kind.REMAINDER);
            parts = MAX_PARTS + 1;
            state = State.BODY;
        }
    }

    private void add(Part child, Boundaries.Frame frame) {
        frame.part().children().add(child);
        budget.hold(PART);
        parts++;
    }

    private void content(LineReader lines) {
        switch (state) {
            case HEADER -> {
                if (!header.take(lines)) {
                    beginBody(header.bodyStart());
                    if (lines.end() > header.bodyStart()) {
                        line(lines);
                    }
                }
            }
            case BODY -> part.lookAt(lines);
            case BETWEEN -> between(lines);
        }
    }

    private void between(LineReader lines) {
        if (stray != null
                && HeaderCollector.isOfContent(lines)
                && !boundaries.innermost().part().isEncoded()) {
            beginStray(lines);
            return;
        }
        boolean mayOpen = lines.startsWithHyphens() && boundaries.size() < MAX_DEPTH && parts < MAX_PARTS;
        String boundary = mayOpen ? lines.text().substring(2) : "";
        stray = boundary.isEmpty() || boundary.endsWith("--") ? null : boundary;
        strayStart = lines.start();
        if (boundaries.innermost().isClosed() && !lines.isBlank()) {
            defects.add(Defect.TEXT_AFTER_END);
        }
    }

    /** A part with a header behind a boundary that nothing told of: it is in a multipart that nothing tells of. */
    private void beginStray(LineReader lines) {
        defects.add(Defect.MISSING_BOUNDARY);
        if (boundaries.innermost().isClosed() && boundaries.innermost().part().isStray()) {
            leave(boundaries.size() - 1, strayStart);
        }
        Part multipart = new Part(Part.STRAY_TYPE, strayStart, budget);
        add(multipart, boundaries.innermost());
        boundaries.enter(multipart, "text/plain", stray == null ? List.of() : List.of(stray));
        stray = null;
        begin(boundaries.innermost(), lines.start());
        content(lines);
    }

    private void beginBody(long offset) {
        header.drainTo(part.fields());
        part.bodyStart(offset);
        state = State.BODY;
        List<ContentField> types = part.contentTypes();
        List<String> names = Part.boundaries(types);
        if (names.isEmpty() && !Part.isMultipart(types.get(0))) {
            part.lookAtBase64();
            return;
        }
        if (boundaries.size() == MAX_DEPTH) {
            defects.add(Defect.NESTED_TOO_DEEPLY);
            part.kind(Part.Kind.REMAINDER);
            return;
        }
        if (names.isEmpty()) {
            defects.add(Defect.MISSING_BOUNDARY);
        }
        // In a digest, the parts are messages (RFC 2046, section 5.1.5).
        String childType = types.get(0).is("multipart/digest") ? "message/rfc822" : "text/plain";
        boundaries.enter(part, childType, names);
        state = State.BETWEEN;
    }

    /** Ends the part that is being read, if there is one; {@code here} is where its header ends if it has no body. */
    private void endPart(long here, long bodyEnd) {
        if (state == State.HEADER) {
            header.end(here);
            beginBody(header.bodyStart());
        }
        if (state == State.BODY) {
            part.bodyEnd(bodyEnd);
        }
        state = State.BETWEEN;
        stray = null;
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

    private static boolean endsLinesWithCr(byte[] sample) {
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
