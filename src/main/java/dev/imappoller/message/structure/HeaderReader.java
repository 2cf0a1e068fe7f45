package dev.imappoller.message.structure;

import dev.imappoller.message.header.HeaderCollector;
import dev.imappoller.message.header.RawField;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.transfer.LineReader;
import dev.imappoller.message.transfer.TransferEncoding;
import java.util.List;
import java.util.Set;

/**
 * Reads a header line by line, and tells where the body begins (RFC 5322, section 2.1).
 *
 * <p>Lines that are no fields are passed over where fields follow before the empty line; where none do, the body begins with them.
 */
final class HeaderReader {
    private enum State {
        FIELDS,
        /** After lines that are no fields: what follows tells whether the body began with them. */
        DOUBT,
        /** After an empty line behind those, where the body is to be encoded. */
        DOUBT_ENDED,
        /** After an empty line that may be within the header. */
        GAP
    }

    private final Set<Defect> defects;
    private final HeaderCollector fields;
    private State state = State.FIELDS;
    private boolean mayHaveGap;
    private long doubtful;
    private long doubtStart;
    private long bodyStart;

    HeaderReader(Set<Defect> defects, DecodingBudget budget) {
        this.defects = defects;
        this.fields = new HeaderCollector(defects, budget);
    }

    /** Starts with another header. */
    void begin(Part part) {
        state = State.FIELDS;
        doubtful = 0;
        // What a digest has there is a message, with a header of its own.
        mayHaveGap = part.isText();
    }

    /** Whether the parts have made it keep as much as they may. */
    boolean isFull() {
        return fields.isFull();
    }

    /** Hands over the fields, and forgets them. */
    void drainTo(List<RawField> target) {
        fields.drainTo(target);
    }

    /** Where the body begins, once that is known. */
    long bodyStart() {
        return bodyStart;
    }

    /** Takes a line; false if that is no more of the header, so that it is known where the body begins. */
    boolean take(LineReader lines) {
        return switch (state) {
            case FIELDS -> field(lines);
            case DOUBT -> doubtful(lines);
            case DOUBT_ENDED -> {
                if (!lines.isBlank()) {
                    defects.add(Defect.BROKEN_HEADER);
                }
                yield lines.isBlank();
            }
            case GAP -> afterGap(lines);
        };
    }

    /** Ends the header where another part begins, or nothing more comes; {@code here} is where that is. */
    void end(long here) {
        switch (state) {
            case FIELDS -> bodyStart = here;
            case DOUBT, DOUBT_ENDED -> beginWithDoubtful();
            case GAP -> fields.goBack();
        }
    }

    private boolean field(LineReader lines) {
        if (lines.isEmpty()) {
            return emptyLine(lines);
        }
        if (fields.isField(lines) || lines.startsWithBlank() && !fields.isEmpty()) {
            fields.add(lines);
            return true;
        }
        if (fields.isEmpty() && isMboxFrom(lines.text())) {
            defects.add(Defect.MBOX_FROM);
            return true;
        }
        doubtStart = lines.start();
        if (lines.startsWithHyphens()) {
            return beginWithDoubtful();
        }
        doubtful = 1;
        state = State.DOUBT;
        return true;
    }

    private static boolean isMboxFrom(String line) {
        return line.startsWith("From ") || line.startsWith(">From ");
    }

    private boolean doubtful(LineReader lines) {
        if (lines.isEmpty() && isEncoded()) {
            // No text begins with such a line, unless there is nothing behind it.
            bodyStart = lines.end();
            state = State.DOUBT_ENDED;
            return true;
        }
        if (lines.isEmpty() || lines.startsWithHyphens()) {
            return beginWithDoubtful();
        }
        // More than a line of text before a colon is more likely than that of an unusual field.
        boolean single = doubtful == 1 && !fields.isEmpty() && !HeaderCollector.isUrl(lines);
        if (fields.isField(lines) && (single || HeaderCollector.isUsual(lines))) {
            defects.add(Defect.BROKEN_HEADER);
            state = State.FIELDS;
            doubtful = 0;
            fields.add(lines);
        } else {
            doubtful += lines.startsWithBlank() ? 0 : 1;
        }
        return true;
    }

    private boolean isEncoded() {
        return fields.value("Content-Transfer-Encoding")
                .flatMap(TransferEncoding::named)
                .filter(encoding -> encoding != TransferEncoding.IDENTITY)
                .isPresent();
    }

    /** A header that can't have ended yet goes on if all that follows up to the next empty line are fields, and those that are missed. */
    private boolean emptyLine(LineReader lines) {
        bodyStart = lines.end();
        boolean missed =
                fields.isInPart() ? fields.isEmpty() : !fields.isEmpty() && !fields.has("From") && !isOfContent();
        if (!missed || !mayHaveGap) {
            return false;
        }
        mayHaveGap = false;
        fields.mark();
        state = State.GAP;
        return true;
    }

    private boolean isOfContent() {
        return fields.has("Content-Type") || fields.has("MIME-Version");
    }

    private boolean afterGap(LineReader lines) {
        boolean some = fields.isTrying();
        boolean more = lines.startsWithBlank()
                ? some
                : fields.isInPart() ? HeaderCollector.isOfContent(lines) : HeaderCollector.isUsual(lines);
        if (!lines.isEmpty() && more) {
            fields.add(lines);
            return true;
        }
        boolean found =
                lines.isEmpty() && some && (fields.isInPart() ? fields.has("Content-Type") : fields.has("From"));
        if (found) {
            defects.add(Defect.BROKEN_HEADER);
            bodyStart = lines.end();
        } else {
            fields.goBack();
        }
        return false;
    }

    private boolean beginWithDoubtful() {
        defects.add(Defect.BROKEN_HEADER);
        bodyStart = doubtStart;
        return false;
    }
}
