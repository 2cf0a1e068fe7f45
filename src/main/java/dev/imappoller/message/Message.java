package dev.imappoller.message;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A message, decoded (RFC 5322, RFC 2045). Text and attachments are read from the {@link RawMessage} when opened.
 *
 * @param headers the fields of its header in their order, topmost first
 * @param plain the text as plain text, if it has any
 * @param html the text as HTML, if it has any
 * @param attachments everything else, in order
 * @param defects what had to be repaired, without repetition
 * @param budget what reading it further is charged to
 */
public record Message(
        List<HeaderField> headers,
        Optional<TextBody> plain,
        Optional<TextBody> html,
        List<Attachment> attachments,
        Set<Defect> defects,
        DecodingBudget budget) {
    public Message {
        headers = List.copyOf(headers);
        Objects.requireNonNull(plain);
        Objects.requireNonNull(html);
        attachments = List.copyOf(attachments);
        Set<Defect> ordered = EnumSet.noneOf(Defect.class);
        ordered.addAll(defects);
        Objects.requireNonNull(budget);
        defects = Collections.unmodifiableSet(ordered);
    }

    /** The topmost field of that name. */
    public Optional<HeaderField> header(String name) {
        return all(name).findFirst();
    }

    /** The fields of that name, topmost first. */
    public Stream<HeaderField> all(String name) {
        budget.spend(headers.size());
        return headers.stream().filter(field -> field.is(name));
    }

    /** The plain text, or else what a person sees of the HTML. */
    public Optional<TextBody> readable() {
        return plain.or(() -> html.map(text -> text.asPlain(budget)));
    }

    /** The same message with its {@link #readable} text as its plain text. */
    public Message withPlainFromHtml() {
        return new Message(headers, readable(), html, attachments, defects, budget);
    }

    /** Whether it says that it answers another (RFC 5322, section 3.6.4). */
    public boolean isReply() {
        return Stream.of("In-Reply-To", "References")
                .anyMatch(name ->
                        header(name).filter(field -> !field.value().isBlank()).isPresent());
    }

    /** The Message-ID as it was sent, angle brackets and all (RFC 5322, section 3.6.4). */
    public Optional<String> messageId() {
        return header("Message-ID").map(HeaderField::value).filter(id -> !id.isEmpty());
    }
}
