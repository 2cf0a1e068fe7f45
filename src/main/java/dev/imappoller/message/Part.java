package dev.imappoller.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a message while its structure is being read: its header fields, and where its body lies (RFC 2045, section 2.4). */
final class Part {
    /** How the parser means the part to be handed over. */
    enum Kind {
        /** As its content type says. */
        ORDINARY,
        /** As one attachment, header and all, because the parser doesn't look into it. */
        REMAINDER
    }

    private final String defaultType;
    private final DecodingBudget budget;
    private final long start;
    private final List<RawField> fields = new ArrayList<>(0);
    private final List<Part> children = new ArrayList<>(0);
    private Kind kind = Kind.ORDINARY;
    private long bodyStart;
    private long bodyEnd;

    Part(String defaultType, long start, DecodingBudget budget) {
        this.defaultType = defaultType;
        this.budget = budget;
        this.start = start;
        this.bodyStart = start;
        this.bodyEnd = start;
    }

    List<RawField> fields() {
        return fields;
    }

    List<Part> children() {
        return children;
    }

    Kind kind() {
        return kind;
    }

    void kind(Kind newKind) {
        kind = newKind;
    }

    /** Where the part's header begins. */
    long start() {
        return start;
    }

    long bodyStart() {
        return bodyStart;
    }

    void bodyStart(long offset) {
        bodyStart = offset;
        bodyEnd = offset;
    }

    long bodyEnd() {
        return bodyEnd;
    }

    /** Sets where the body ends: never before its start, as an empty body shares its line end with the boundary. */
    void bodyEnd(long offset) {
        bodyEnd = Math.max(bodyStart, offset);
    }

    /** The first field of that name. */
    Optional<String> field(String name) {
        return all(name).map(RawField::value).findFirst();
    }

    boolean repeats(String name) {
        return all(name).count() > 1;
    }

    private Stream<RawField> all(String name) {
        budget.spend(fields.size());
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name));
    }

    /** The Content-Type, or the one that holds without it (RFC 2045, section 5.2). */
    ContentField contentType() {
        return ContentField.parse(
                field("Content-Type").filter(value -> !value.isBlank()).orElse(defaultType), budget);
    }

    ContentField disposition() {
        return ContentField.parse(field("Content-Disposition").orElse(""), budget);
    }
}
