package dev.imappoller.message;

import dev.imappoller.message.body.Content;
import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.header.ContentField;
import dev.imappoller.message.header.FieldDecoder;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.CountedMessage;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.structure.Part;
import dev.imappoller.message.structure.StructureParser;
import dev.imappoller.message.transfer.TransferEncoding;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes messages; bad mail becomes a usable message, with notes on what had to be repaired.
 *
 * <p>No part of the message is lost: everything but its text is an attachment. It takes time that grows with the size of the message, and
 * memory that doesn't, but for the header.
 */
public final class MessageDecoder {
    private final RawMessage raw;
    private final DecodingBudget budget;
    private final Set<Defect> defects = EnumSet.noneOf(Defect.class);
    private final Contents contents;

    private MessageDecoder(RawMessage raw, DecodingBudget budget) {
        this.raw = new CountedMessage(raw, budget);
        this.budget = budget;
        this.contents = new Contents(defects, budget);
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
        take(root, raw, Contents.Place.WHOLE);
        contents.finish();
        return new Message(headers(root), contents.plain(), contents.html(), contents.attachments(), defects, budget);
    }

    private List<HeaderField> headers(Part root) {
        Optional<MailCharset> charset = root.contentType().octets("charset").flatMap(MailCharset::named);
        FieldDecoder decoder = new FieldDecoder(charset.orElse(null), defects, budget);
        return root.fields().stream().map(decoder::decode).toList();
    }

    private void take(Part part, RawMessage in, Contents.Place place) throws IOException {
        ContentField type = part.contentType();
        if (part.kind() == Part.Kind.REMAINDER) {
            contents.addRemainder(new Content(in, part.start(), part.bodyEnd(), TransferEncoding.IDENTITY));
            return;
        }
        noteRepeated(part);
        if (!part.children().isEmpty()) {
            if (!Part.isMultipart(type) && !part.repeats("Content-Type")) {
                defects.add(Defect.BROKEN_CONTENT_TYPE);
            }
            Contents.Place within = switch (type.value()) {
                case "multipart/alternative" -> Contents.Place.ALTERNATIVE;
                case "multipart/related" -> Contents.Place.RELATED;
                default -> Contents.Place.PART;
            };
            boolean versionOfText = within == Contents.Place.RELATED && place == Contents.Place.ALTERNATIVE;
            for (int i = 0; i < part.children().size(); i++) {
                // The first part is the text, and the others are what it shows (RFC 2387, section 3.2).
                take(part.children().get(i), in, versionOfText && i == 0 ? place : within);
            }
        } else if (Part.isMultipart(type)) {
            withoutParts(part, in);
        } else {
            contents.add(part, type, in, place);
        }
    }

    /** A multipart in which no part begins: they may be in what is encoded as a whole, though that is not allowed (RFC 2045, section 6.4). */
    private void withoutParts(Part part, RawMessage in) throws IOException {
        Content content = contents.of(part, in);
        boolean encoded = content.encoding() == TransferEncoding.BASE64
                || content.encoding() == TransferEncoding.QUOTED_PRINTABLE;
        // Only once: each time that something is decoded again takes longer.
        if (encoded && content.encodedSize() > 0 && !(in instanceof DecodedMessage)) {
            RawMessage decoded = DecodedMessage.of(content, budget);
            Part inner = new StructureParser(decoded, defects, budget).parseBodyOf(part);
            if (!inner.children().isEmpty()) {
                take(inner, decoded, Contents.Place.PART);
                return;
            }
        }
        defects.add(Defect.NO_PARTS);
        if (content.encodedSize() > 0) {
            contents.addText(content, ContentField.parse("text/plain", budget));
        }
    }

    private void noteRepeated(Part part) {
        for (String name : List.of("Content-Type", "Content-Transfer-Encoding", "Content-Disposition")) {
            if (part.repeats(name)) {
                defects.add(Defect.REPEATED_FIELD);
            }
        }
    }
}
