package dev.imappoller.message;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.Content;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.body.UuBlocks;
import dev.imappoller.message.charset.HtmlCharset;
import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.charset.TextCharset;
import dev.imappoller.message.header.ContentField;
import dev.imappoller.message.header.EncodedWords;
import dev.imappoller.message.header.FileNames;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.structure.Part;
import dev.imappoller.message.transfer.TransferEncoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a message hold, sorted into its texts and attachments as they are added. */
final class Contents {
    /** Of a type, a subtype or a disposition (RFC 6838, section 4.2). */
    private static final int MAX_TOKEN = 127;

    private static final String TEXT = "text/plain";
    private static final String HTML = "text/html";
    private static final String OCTETS = "application/octet-stream";
    private static final String ATTACHMENT = "attachment";

    /** Where a part stands. */
    enum Place {
        /** It is all of the message. */
        WHOLE,
        /** It is one of several versions of the same. */
        ALTERNATIVE,
        /** It stands in a multipart/related, whose HTML shows its other parts (RFC 2387). */
        RELATED,
        PART
    }

    private final Set<Defect> defects;
    private final DecodingBudget budget;
    private final List<TextBody.Piece> plain = new ArrayList<>();
    private final List<TextBody.Piece> html = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private @Nullable NamedText namedText;

    /** A text that has a name, and so is an attachment if there is any other text: which, what it holds, and of what type it is. */
    private record NamedText(int index, Content content, ContentField type) {}

    Contents(Set<Defect> defects, DecodingBudget budget) {
        this.defects = defects;
        this.budget = budget;
    }

    Optional<TextBody> plain() {
        return text(plain);
    }

    Optional<TextBody> html() {
        return text(html);
    }

    List<Attachment> attachments() {
        return attachments;
    }

    /** Adds what was not looked into. */
    void addRemainder(Content content) throws IOException {
        attach("remainder.eml", "message/rfc822", ATTACHMENT, null, content);
    }

    /** Adds a part without parts. */
    void add(Part part, ContentField type, RawMessage raw, Place place) throws IOException {
        String mediaType = mediaType(type);
        ContentField disposition = part.disposition();
        Optional<String> name = FileNames.given(disposition, type);
        Content content = of(part, raw);
        boolean text = !disposition.is(ATTACHMENT) && (mediaType.equals(TEXT) || mediaType.equals(HTML));
        if (text && (place == Place.WHOLE || place == Place.ALTERNATIVE || name.isEmpty())) {
            if (mediaType.equals(TEXT)) {
                addText(content, type);
            } else {
                html.add(piece(content, type));
            }
            return;
        }
        if (text && namedText == null && content.encodedSize() > 0) {
            namedText = new NamedText(attachments.size(), content, type);
        }
        boolean mayBeUuencoded = part.field("Content-Transfer-Encoding").isEmpty() && !mediaType.startsWith("message/");
        Optional<UuBlocks.Block> block = mayBeUuencoded ? UuBlocks.at(content) : Optional.empty();
        attach(
                name.or(() -> block.map(UuBlocks.Block::name)).orElse(""),
                mediaType,
                isToken(disposition.value()) ? disposition.value() : usualDisposition(part, place),
                contentId(part).orElse(null),
                block.map(UuBlocks.Block::content).orElse(content));
    }

    /** How a part is meant that doesn't say it. */
    private String usualDisposition(Part part, Place place) {
        return place == Place.RELATED && contentId(part).isPresent() ? "inline" : ATTACHMENT;
    }

    /** Adds text, and the files that are in it. */
    void addText(Content content, ContentField type) throws IOException {
        List<UuBlocks.Block> blocks =
                content.encoding() == TransferEncoding.IDENTITY ? UuBlocks.in(content) : List.of();
        if (blocks.isEmpty()) {
            plain.add(piece(content, type));
            return;
        }
        long from = content.from();
        for (UuBlocks.Block block : blocks) {
            addPiece(content.range(from, block.content().from()), type);
            attach(block.name(), OCTETS, ATTACHMENT, null, block.content());
            from = block.content().to();
        }
        addPiece(content.range(from, content.to()), type);
    }

    private void addPiece(Content content, ContentField type) throws IOException {
        if (content.encodedSize() > 0) {
            plain.add(piece(content, type));
        }
    }

    /** Once all parts are added: without any other text a person would find an empty message, so the named one is shown. */
    void finish() throws IOException {
        NamedText text = namedText;
        if (plain.isEmpty() && html.isEmpty() && text != null) {
            attachments.remove(text.index());
            (text.type().is(HTML) ? html : plain).add(piece(text.content(), text.type()));
        }
    }

    private void attach(String name, String mediaType, String disposition, @Nullable String contentId, Content content)
            throws IOException {
        String clean = FileNames.clean(name);
        String fileName = clean.isEmpty() ? FileNames.madeUp(mediaType, attachments.size() + 1) : clean;
        attachments.add(new Attachment(fileName, mediaType, disposition, contentId, content, checked(content)));
    }

    /** A message without a type is text; a type that can't be understood is anything (RFC 2045, section 5.2). */
    private String mediaType(ContentField type) {
        String value = type.value();
        int slash = value.indexOf('/');
        if (slash > 0 && isToken(value.substring(0, slash)) && isToken(value.substring(slash + 1))) {
            return value;
        }
        defects.add(Defect.BROKEN_CONTENT_TYPE);
        int end = value.length() - 1;
        if (slash > 0
                && value.indexOf('/', slash + 1) == end
                && isToken(value.substring(0, slash))
                && isToken(value.substring(slash + 1, end))) {
            return value.substring(0, end);
        }
        return switch (value) {
            case "text", "text/", "plain", "" -> TEXT;
            case "html" -> HTML;
            default -> OCTETS;
        };
    }

    private static boolean isToken(String text) {
        return Characters.all(
                text, 1, MAX_TOKEN, c -> Characters.isDigit(c) || c >= 'a' && c <= 'z' || "!#$&^_.+-".indexOf(c) >= 0);
    }

    /** What a part holds. */
    Content of(Part part, RawMessage raw) throws IOException {
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
        boolean isNoise = content.isNoise(checked, charset.orElse(null));
        Content text = isNoise ? content.with(TransferEncoding.IDENTITY) : content;
        long size = isNoise ? text.encodedSize() : checked.size();
        Optional<MailCharset> said = name.isEmpty() && type.is(HTML) ? HtmlCharset.in(text::open, budget) : charset;
        return new TextBody.Piece(text, TextCharset.choose(text::open, size, said.orElse(null), defects), flow(type));
    }

    private static TextBody.Flow flow(ContentField type) {
        if (type.is(HTML)
                || !type.octets("format").filter("flowed"::equalsIgnoreCase).isPresent()) {
            return TextBody.Flow.FIXED;
        }
        return type.octets("delsp").filter("yes"::equalsIgnoreCase).isPresent()
                ? TextBody.Flow.FLOWED_WITHOUT_BLANKS
                : TextBody.Flow.FLOWED;
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
