package dev.imappoller.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decodes messages; bad mail becomes a usable message, with notes on what had to be repaired.
 *
 * <p>Nothing of the message is lost: what is not its text is an attachment. It takes time that grows with the size of
 * the message, and memory that doesn't, but for the header.
 */
public final class MessageDecoder {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}");
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9!#$&^_.+-]{1,127}");

    private final RawMessage raw;
    private final Set<Defect> defects = EnumSet.noneOf(Defect.class);
    private final List<TextBody.Piece> plain = new ArrayList<>();
    private final List<TextBody.Piece> html = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();

    private MessageDecoder(RawMessage raw) {
        this.raw = raw;
    }

    /**
     * Decodes a message, whatever is wrong with it.
     *
     * @throws IOException only if the message can't be read from where it is kept
     */
    public static Message decode(RawMessage raw) throws IOException {
        return new MessageDecoder(raw).decode();
    }

    private Message decode() throws IOException {
        Part root = new StructureParser(raw, defects).parse();
        take(root, root);
        return new Message(headers(root), text(plain), text(html), attachments, defects);
    }

    private List<HeaderField> headers(Part root) {
        Optional<MailCharset> charset = root.contentType().octets("charset").flatMap(MailCharset::named);
        List<HeaderField> headers = new ArrayList<>();
        for (RawField field : root.fields()) {
            String unfolded = field.value();
            headers.add(new HeaderField(
                    field.name(),
                    EncodedWords.decode(unfolded, charset, defects),
                    unfolded.contains("=?")
                            ? WellFormed.text(unfolded)
                            : EncodedWords.decode(unfolded, charset, defects)));
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
            for (Part child : part.children()) {
                take(child, root);
            }
        } else if (multipart && part.bodyStart() == part.bodyEnd()) {
            defects.add(Defect.NO_PARTS);
        } else if (multipart) {
            defects.add(Defect.NO_PARTS);
            plain.add(piece(content(part), ContentField.parse("text/plain")));
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
                    TOKEN.matcher(disposition.value()).matches() ? disposition.value() : "attachment",
                    contentId(part),
                    content);
        }
    }

    private void attach(String name, String mediaType, String disposition, Optional<String> contentId, Content content)
            throws IOException {
        attachments.add(new Attachment(name, mediaType, disposition, contentId, content, checked(content)));
    }

    /** A message without a type is text; a type that can't be understood is anything (RFC 2045, section 5.2). */
    private String mediaType(ContentField type) {
        if (MEDIA_TYPE.matcher(type.value()).matches()) {
            return type.value();
        }
        defects.add(Defect.BROKEN_CONTENT_TYPE);
        return switch (type.value()) {
            case "text", "text/", "plain", "text/plain/", "" -> "text/plain";
            case "html" -> "text/html";
            default -> "application/octet-stream";
        };
    }

    private Content content(Part part) throws IOException {
        Optional<String> named = part.field("Content-Transfer-Encoding");
        Optional<TransferEncoding> encoding = TransferEncoding.named(named.orElse(""));
        if (encoding.isEmpty()) {
            defects.add(Defect.UNKNOWN_ENCODING);
        }
        Content content =
                new Content(raw, part.bodyStart(), part.bodyEnd(), encoding.orElse(TransferEncoding.IDENTITY));
        if (content.isEncodedAsItSays()) {
            return content;
        }
        note(content.encoding());
        return content.with(TransferEncoding.IDENTITY);
    }

    private TextBody.Piece piece(Content content, ContentField type) throws IOException {
        checked(content);
        Optional<String> name = type.octets("charset").filter(charset -> !charset.isBlank());
        Optional<MailCharset> charset = name.flatMap(MailCharset::named);
        if (name.isPresent() && charset.isEmpty()) {
            defects.add(Defect.UNKNOWN_CHARSET);
        }
        return new TextBody.Piece(content, TextCharset.choose(content::open, charset, defects));
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

    private static Optional<String> contentId(Part part) {
        return part.field("Content-ID")
                .map(EncodedWords::decode)
                .map(id -> id.replaceAll("[<>\\s]", ""))
                .filter(id -> !id.isEmpty());
    }

    private static Optional<TextBody> text(List<TextBody.Piece> pieces) {
        return pieces.isEmpty() ? Optional.empty() : Optional.of(new TextBody(pieces));
    }
}
