package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.kind.Classification;
import dev.imappoller.message.octets.Defect;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message as a form, attachments as files (CloudMailin's multipart format, normalized; RFC 7578). */
final class MultipartPayload implements Payload {
    private final Form form;

    MultipartPayload(
            Message message, Envelope envelope, Map<Integer, String> urls, Classification kind, String boundary)
            throws IOException {
        form = form(message, envelope, urls, kind, boundary);
    }

    @Override
    public String contentType() {
        return form.contentType();
    }

    @Override
    public long contentLength() {
        return form.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        form.writeTo(out);
    }

    /** In a form an absent text can only be told from an empty one by leaving it out. */
    private static Form form(
            Message message, Envelope envelope, Map<Integer, String> urls, Classification kind, String boundary)
            throws IOException {
        Form form = new Form(boundary);
        addText(form, "plain", message.plain().orElse(null));
        addText(form, "html", message.html().orElse(null));
        ReplyPlain.in(message).ifPresent(reply -> form.field("reply_plain", reply));
        if (message.plain().filter(TextBody::isDerived).isPresent()) {
            form.field("plain_from_html", "true");
        }
        for (Map.Entry<String, List<String>> field :
                HeaderFields.byFormName(message).entrySet()) {
            addHeader(form, "headers[" + field.getKey() + "]", field.getValue());
        }
        EnvelopeFields.addTo(form, envelope);
        for (int i = 0; i < message.attachments().size(); i++) {
            addAttachment(form, i, message.attachments().get(i), urls);
        }
        for (Defect defect : message.defects()) {
            form.field("defects[]", defect.word());
        }
        KindFields.addTo(form, kind);
        return form;
    }

    /** Where one is in a store all are numbered: frameworks refuse a name that is a list here and a map there. */
    private static void addAttachment(Form form, int index, Attachment attachment, Map<Integer, String> urls) {
        String name = urls.isEmpty() ? "attachments[]" : "attachments[" + index + "]";
        Optional<String> url = Optional.ofNullable(urls.get(index));
        if (url.isEmpty()) {
            form.file(
                    urls.isEmpty() ? name : name + "[content]",
                    attachment.fileName(),
                    attachment.contentType(),
                    attachment.size(),
                    attachment::open);
        } else {
            form.field(name + "[url]", url.get());
        }
        if (!urls.isEmpty()) {
            form.field(name + "[file_name]", attachment.fileName());
            form.field(name + "[content_type]", attachment.contentType());
            form.field(name + "[size]", Long.toString(attachment.size()));
            form.field(name + "[disposition]", attachment.disposition());
            attachment.contentId().ifPresent(id -> form.field(name + "[content_id]", "<" + id + ">"));
        }
    }

    private static void addHeader(Form form, String name, List<String> values) {
        if (values.size() == 1) {
            form.field(name, values.get(0));
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            form.field(name + "[" + i + "]", values.get(i));
        }
    }

    private static void addText(Form form, String name, @Nullable TextBody text) throws IOException {
        if (text != null) {
            CountingOutputStream counter = new CountingOutputStream();
            write(text, counter);
            form.field(name, counter.count(), out -> write(text, out));
        }
    }

    private static void write(TextBody text, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (Reader reader = text.open()) {
            reader.transferTo(writer);
        }
        writer.flush();
    }
}
