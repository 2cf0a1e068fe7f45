package dev.imappoller.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes messages; bad mail becomes a usable message, with notes on what had to be repaired.
 *
 * <p>Nothing of the message is lost: what is not its text is an attachment. It takes time that grows with the size of
 * the message, and memory that doesn't, but for the header.
 */
public final class MessageDecoder {
    /** Of a type, a subtype or a disposition (RFC 6838, section 4.2). */
    private static final int MAX_TOKEN = 127;

    private final RawMessage raw;
    private final DecodingBudget budget;
    private final Set<Defect> defects = EnumSet.noneOf(Defect.class);
    private final List<TextBody.Piece> plain = new ArrayList<>();
    private final List<TextBody.Piece> html = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();

    /** Whether the part that is looked at stands in a multipart/related, whose HTML shows its other parts (RFC 2387). */
    private boolean related;

    private MessageDecoder(RawMessage raw, DecodingBudget budget) {
        this.raw = new CountedMessage(raw, budget);
        this.budget = budget;
    }

    /**
     * Decodes a message, whatever is wrong with it, with a budget of steps alone.
     *
     * @throws IOException only if the message can't be read from where it is kept
     */
    public static Message decode(RawMessage raw) throws IOException {
        return decode(raw, DecodingBudget.bySteps(raw.size()));
    }

    /**
     * Decodes a message, whatever is wrong with it.
     *
     * @param budget what that is charged to, and later reading the texts and attachments
     * @throws IOException only if the message can't be read from where it is kept
     * @throws DecodingBudget.SpentException if it takes more than the message may
     */
    public static Message decode(RawMessage raw, DecodingBudget budget) throws IOException {
        return new MessageDecoder(raw, budget).decode();
    }

    private Message decode() throws IOException {
        Part root = new StructureParser(raw, defects, budget).parse();
        take(root, root);
        return new Message(headers(root), text(plain), text(html), attachments, defects, budget);
    }

    private List<HeaderField> headers(Part root) {
        Optional<MailCharset> charset = root.contentType().octets("charset").flatMap(MailCharset::named);
        List<HeaderField> headers = new ArrayList<>();
        for (RawField field : root.fields()) {
            String unfolded = field.value();
            headers.add(new HeaderField(
                    field.name(),
                    EncodedWords.decode(unfolded, charset, defects, budget),
                    unfolded.contains("=?")
                            ? WellFormed.text(unfolded)
                            : EncodedWords.decode(unfolded, charset, defects, budget)));
        }
        return headers;
    }

    private void take(Part part, Part root) throws IOException {
        ContentField type = part.contentType();
        boolean multipart = type.value().startsWith("multipart/");
        if (part.kind() == Part.Kind.REMAINDER) {
            Content rest = new Content(raw, part.start(), part.bodyEnd(), TransferEncoding.IDENTITY);
            attach("remainder.eml", "message/rfc822", "attachment", Optional.empty(), rest);
        } else if (!part.children().isEmpty()) {
            boolean outer = related;
            related = type.is("multipart/related");
            for (Part child : part.children()) {
                take(child, root);
            }
            related = outer;
        } else if (multipart && part.bodyStart() == part.bodyEnd()) {
            defects.add(Defect.NO_PARTS);
        } else if (multipart) {
            defects.add(Defect.NO_PARTS);
            plain.add(piece(content(part), ContentField.parse("text/plain", budget)));
        } else {
            leaf(part, type, part == root);
        }
    }

    private void leaf(Part part, ContentField type, boolean root) throws IOException {
        noteRepeated(part);
        String mediaType = mediaType(type);
        ContentField disposition = part.disposition();
        Optional<String> name = FileNames.given(disposition, type);
        // A message of one part has its text there, whatever that part is called.
        boolean text = !disposition.is("attachment") && (root || name.isEmpty());
        Content content = content(part);
        if (text && mediaType.equals("text/plain")) {
            plain.add(piece(content, type));
        } else if (text && mediaType.equals("text/html")) {
            html.add(piece(content, type));
        } else {
            attach(
                    name.orElseGet(() -> FileNames.madeUp(mediaType, attachments.size() + 1)),
                    mediaType,
                    isToken(disposition.value()) ? disposition.value() : usualDisposition(part),
                    contentId(part),
                    content);
        }
    }

    /** How a part is meant that doesn't say it. */
    private String usualDisposition(Part part) {
        return related && contentId(part).isPresent() ? "inline" : "attachment";
    }

    private void attach(String name, String mediaType, String disposition, Optional<String> contentId, Content content)
            throws IOException {
        attachments.add(new Attachment(name, mediaType, disposition, contentId, content, checked(content)));
    }

    /** A message without a type is text; a type that can't be understood is anything (RFC 2045, section 5.2). */
    private String mediaType(ContentField type) {
        int slash = type.value().indexOf('/');
        if (slash > 0
                && isToken(type.value().substring(0, slash))
                && isToken(type.value().substring(slash + 1))) {
            return type.value();
        }
        defects.add(Defect.BROKEN_CONTENT_TYPE);
        return switch (type.value()) {
            case "text", "text/", "plain", "text/plain/", "" -> "text/plain";
            case "html" -> "text/html";
            default -> "application/octet-stream";
        };
    }

    private static boolean isToken(String text) {
        return Characters.all(
                text, 1, MAX_TOKEN, c -> Characters.isDigit(c) || c >= 'a' && c <= 'z' || "!#$&^_.+-".indexOf(c) >= 0);
    }

    private Content content(Part part) throws IOException {
        Optional<TransferEncoding> encoding = part.encoding();
        if (encoding.isEmpty()) {
            defects.add(Defect.UNKNOWN_ENCODING);
        }
        Content content = new Content(
                raw,
                part.bodyStart(),
                part.bodyEnd(),
                encoding.orElse(TransferEncoding.IDENTITY),
                part.soundBase64Size());
        if (content.isEncodedAsItSays()) {
            return content;
        }
        note(content.encoding());
        return content.with(TransferEncoding.IDENTITY);
    }

    private TextBody.Piece piece(Content content, ContentField type) throws IOException {
        Content.Measure checked = checked(content);
        Optional<String> name = type.octets("charset").filter(charset -> !charset.isBlank());
        Optional<MailCharset> charset = name.flatMap(MailCharset::named);
        if (name.isPresent() && charset.isEmpty()) {
            defects.add(Defect.UNKNOWN_CHARSET);
        }
        return new TextBody.Piece(content, TextCharset.choose(content::open, checked.size(), charset, defects));
    }

    private Content.Measure checked(Content content) throws IOException {
        Content.Measure measure = content.measure();
        if (!measure.sound()) {
            note(content.encoding());
        }
        return measure;
    }

    private void note(TransferEncoding encoding) {
        switch (encoding) {
            case IDENTITY -> {}
            case BASE64 -> defects.add(Defect.BROKEN_BASE64);
            case QUOTED_PRINTABLE -> defects.add(Defect.BROKEN_QUOTED_PRINTABLE);
            case UUENCODE -> defects.add(Defect.BROKEN_UUENCODE);
        }
    }

    private void noteRepeated(Part part) {
        for (String name : List.of("Content-Type", "Content-Transfer-Encoding", "Content-Disposition")) {
            if (part.repeats(name)) {
                defects.add(Defect.REPEATED_FIELD);
            }
        }
    }

    private Optional<String> contentId(Part part) {
        return part.field("Content-ID")
                .map(id -> EncodedWords.decode(id, budget))
                .map(id -> Characters.without(id, c -> c == '<' || c == '>' || Characters.isBlank(c)))
                .filter(id -> !id.isEmpty());
    }

    private static Optional<TextBody> text(List<TextBody.Piece> pieces) {
        return pieces.isEmpty() ? Optional.empty() : Optional.of(new TextBody(pieces));
    }
}
