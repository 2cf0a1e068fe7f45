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

    /** What belongs to the delimiter behind the body, in octets. */
    private static final int LINE_END = 2;

    private final String defaultType;
    private final DecodingBudget budget;
    private final long start;
    private final List<RawField> fields = new ArrayList<>(0);
    private final List<Part> children = new ArrayList<>(0);
    private Kind kind = Kind.ORDINARY;
    private long bodyStart;
    private long bodyEnd;
    private Optional<SoundBase64> base64 = Optional.empty();
    private long lookedAtTo;

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

    /** From here on the body is looked at, line by line, if it is to be base64. */
    void lookAtBase64() {
        boolean expected = encoding().filter(TransferEncoding.BASE64::equals).isPresent();
        base64 = Optional.of(new SoundBase64()).filter(any -> expected);
        lookedAtTo = bodyStart;
    }

    /** A line of the body, and those behind it that are looked at with it. */
    void lookAt(LineReader lines) {
        if (base64.isPresent()) {
            boolean all = lines.start() == lookedAtTo && lines.handTo(base64.get());
            lines.passOver(base64.get());
            lookedAtTo = lines.end();
            base64 = base64.filter(any -> all);
        }
    }

    /** How many octets the body holds where it was found to be sound base64; empty where it isn't, or was not looked at as a whole. */
    Optional<Long> soundBase64Size() {
        return base64.filter(any -> bodyEnd > bodyStart && bodyEnd <= lookedAtTo && lookedAtTo - bodyEnd <= LINE_END)
                .flatMap(SoundBase64::decodedSize);
    }

    /** Empty if it is none that is known. */
    Optional<TransferEncoding> encoding() {
        return TransferEncoding.named(field("Content-Transfer-Encoding").orElse(""));
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
