package dev.imappoller.message.structure;

import dev.imappoller.message.header.ContentField;
import dev.imappoller.message.header.RawField;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.transfer.LineReader;
import dev.imappoller.message.transfer.SoundBase64;
import dev.imappoller.message.transfer.TransferEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of a message while its structure is being read: its header fields, and where its body lies (RFC 2045, section 2.4). */
public final class Part {
    /** How the parser means the part to be handed over. */
    public enum Kind {
        /** As its content type says. */
        ORDINARY,
        /** As one attachment, header and all, because the parser doesn't look into it. */
        REMAINDER
    }

    /** Of a multipart that nothing tells of but its boundary. */
    static final String STRAY_TYPE = "multipart/mixed";

    /** The first counts, unless it is the boundary of another that comes in the body. */
    private static final int MOST_TYPES = 2;

    /** What belongs to the delimiter behind the body, in octets. */
    private static final int LINE_END = 2;

    private final String defaultType;
    private final DecodingBudget budget;
    private final long start;
    private final List<RawField> fields = new ArrayList<>(0);
    private final List<Part> children = new ArrayList<>(0);
    private @Nullable ContentField chosenType;
    private Kind kind = Kind.ORDINARY;
    private long bodyStart;
    private long bodyEnd;
    private @Nullable SoundBase64 base64;
    private long lookedAtTo;

    Part(String defaultType, long start, DecodingBudget budget) {
        this.defaultType = defaultType;
        this.budget = budget;
        this.start = start;
        this.bodyStart = start;
        this.bodyEnd = start;
    }

    /** Its header. */
    public List<RawField> fields() {
        return fields;
    }

    /** The parts that it consists of. */
    public List<Part> children() {
        return children;
    }

    /** What it holds. */
    public Kind kind() {
        return kind;
    }

    void kind(Kind newKind) {
        kind = newKind;
    }

    /** Where the part's header begins. */
    public long start() {
        return start;
    }

    /** Where its body begins. */
    public long bodyStart() {
        return bodyStart;
    }

    void bodyStart(long offset) {
        bodyStart = offset;
        bodyEnd = offset;
    }

    /** Where its body ends, exclusive. */
    public long bodyEnd() {
        return bodyEnd;
    }

    /** From here on the body is looked at, line by line, if it is to be base64. */
    void lookAtBase64() {
        boolean expected = encoding().filter(TransferEncoding.BASE64::equals).isPresent();
        base64 = expected ? new SoundBase64() : null;
        lookedAtTo = bodyStart;
    }

    /** A line of the body, and those behind it that are looked at with it. */
    void lookAt(LineReader lines) {
        if (base64 != null) {
            boolean all = lines.start() == lookedAtTo && lines.handTo(base64);
            lines.passOver(base64);
            lookedAtTo = lines.end();
            base64 = all ? base64 : null;
        }
    }

    /** How many octets the body holds where it was found to be sound base64; empty where it isn't, or was not looked at as a whole. */
    public Optional<Long> soundBase64Size() {
        boolean whole = bodyEnd > bodyStart && bodyEnd <= lookedAtTo && lookedAtTo - bodyEnd <= LINE_END;
        return base64 == null || !whole ? Optional.empty() : base64.decodedSize();
    }

    /** Empty if it is none that is known. */
    public Optional<TransferEncoding> encoding() {
        return TransferEncoding.named(field("Content-Transfer-Encoding").orElse(""));
    }

    /** Whether a transfer encoding has to be undone. */
    boolean isEncoded() {
        return encoding()
                .filter(encoding -> encoding != TransferEncoding.IDENTITY)
                .isPresent();
    }

    /** Sets where the body ends: never before its start, as an empty body shares its line end with the boundary. */
    void bodyEnd(long offset) {
        bodyEnd = Math.max(bodyStart, offset);
    }

    /** The first field of that name. */
    public Optional<String> field(String name) {
        List<String> values = values(name, 1);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Whether it has more than one field of that name. */
    public boolean repeats(String name) {
        return values(name, 2).size() > 1;
    }

    /** The values of the fields of that name, so many at the most. */
    private List<String> values(String name, int most) {
        budget.spend(fields.size());
        List<String> values = new ArrayList<>(most);
        for (int i = 0; i < fields.size() && values.size() < most; i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                values.add(fields.get(i).value());
            }
        }
        return values;
    }

    /** The Content-Type, or the one that holds without it (RFC 2045, section 5.2). */
    public ContentField contentType() {
        return chosenType == null ? contentTypes(1).get(0) : chosenType;
    }

    /** The Content-Type, and another if there is one. */
    List<ContentField> contentTypes() {
        return contentTypes(MOST_TYPES);
    }

    private List<ContentField> contentTypes(int most) {
        List<ContentField> types = new ArrayList<>(most);
        for (String value : values("Content-Type", most)) {
            if (!value.isBlank()) {
                types.add(ContentField.parse(value, budget));
            }
        }
        if (types.isEmpty()) {
            types.add(ContentField.parse(defaultType, budget));
        }
        return types;
    }

    /** Whether this is the type of a multipart. */
    public static boolean isMultipart(ContentField type) {
        return type.value().startsWith("multipart/");
    }

    /** What the boundary of a multipart may be; a line that was folded within it has left blanks there, or took them away. */
    static List<String> boundaries(List<ContentField> types) {
        List<ContentField> some = types.stream().filter(Part::mayBeMultipart).toList();
        return some.isEmpty()
                ? List.of()
                : some.stream().flatMap(Part::boundaries).distinct().toList();
    }

    /** QUIRK: some mailers call a multipart a text, and tell its boundary. */
    private static boolean mayBeMultipart(ContentField type) {
        return isMultipart(type) || type.is("text/plain") || type.is("text/html");
    }

    private static Stream<String> boundaries(ContentField type) {
        return type.octets("boundary").map(String::stripTrailing).filter(text -> !text.isEmpty()).stream()
                .flatMap(text -> Stream.of(text, Characters.without(text, Characters::isBlank)));
    }

    /** Has the Content-Type count that told of that boundary. */
    void chooseTypeBy(String boundary) {
        chosenType = contentTypes().stream()
                .filter(Part::isMultipart)
                .filter(type -> boundaries(type).anyMatch(boundary::equals))
                .findFirst()
                .orElse(null);
    }

    void chooseType(ContentField type) {
        chosenType = type;
    }

    /** Whether it is text where it doesn't tell what it is. */
    boolean isText() {
        return defaultType.equals("text/plain");
    }

    /** Whether it is a multipart that nothing tells of but its boundary. */
    boolean isStray() {
        return defaultType.equals(STRAY_TYPE);
    }

    /** Its Content-Disposition. */
    public ContentField disposition() {
        return ContentField.parse(field("Content-Disposition").orElse(""), budget);
    }
}
