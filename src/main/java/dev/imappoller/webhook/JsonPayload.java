package dev.imappoller.webhook;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.imappoller.message.Message;
import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.kind.Bounced;
import dev.imappoller.message.kind.Classification;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.EightOctets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message as one JSON object (CloudMailin's json format, normalized). */
final class JsonPayload implements Payload {
    /** A payload that can't be written to its end must not look complete. So the generator doesn't close open objects by itself. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    /** As large as what is read of a file at once. */
    private static final int BLOCK = 64 * 1024;

    private final Message message;
    private final Envelope envelope;
    private final Map<Integer, String> urls;
    private final Classification classification;

    JsonPayload(Message message, Envelope envelope, Map<Integer, String> urls, Classification classification) {
        this.message = message;
        this.envelope = envelope;
        this.urls = urls;
        this.classification = classification;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public long contentLength() throws IOException {
        CountingOutputStream counter = new CountingOutputStream();
        write(counter, (json, out, attachment) -> json.writeString(""));
        long attachments = 0;
        for (int i = 0; i < message.attachments().size(); i++) {
            attachments +=
                    urls.containsKey(i) ? 0 : (message.attachments().get(i).size() + 2) / 3 * 4;
        }
        return counter.count() + attachments;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        write(out, JsonPayload::writeBase64);
    }

    private void write(OutputStream out, Contents contents) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            writeHeaders(json);
            writeEnvelope(json);
            Optional<String> head = ReplyPlain.head(message);
            if (head.filter(ReplyPlain::isWhole).isPresent()) {
                json.writeStringField("plain", head.get());
            } else {
                writeText(json, "plain", message.plain().orElse(null));
            }
            writeText(json, "html", message.html().orElse(null));
            writeOrNull(
                    json,
                    "reply_plain",
                    ReplyPlain.in(head.orElse(null), message).orElse(null));
            if (message.plain().filter(TextBody::isDerived).isPresent()) {
                json.writeBooleanField("plain_from_html", true);
            }
            json.writeArrayFieldStart("attachments");
            for (int i = 0; i < message.attachments().size(); i++) {
                writeAttachment(json, out, message.attachments().get(i), urls.get(i), contents);
            }
            json.writeEndArray();
            writeDefects(json);
            writeKind(json);
            json.writeEndObject();
        }
    }

    private void writeHeaders(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, List<String>> field :
                HeaderFields.byName(message).entrySet()) {
            if (field.getValue().size() == 1) {
                json.writeStringField(field.getKey(), field.getValue().get(0));
            } else {
                writeArray(json, field.getKey(), field.getValue());
            }
        }
        json.writeEndObject();
    }

    private void writeEnvelope(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("envelope");
        json.writeStringField("to", envelope.to());
        writeArray(json, "recipients", envelope.recipients());
        json.writeStringField("from", envelope.from());
        writeOrNull(json, "helo_domain", envelope.heloDomain().orElse(null));
        writeOrNull(json, "remote_ip", envelope.remoteIp().orElse(null));
        json.writeBooleanField("tls", envelope.tls());
        json.writeObjectFieldStart("spf");
        json.writeStringField("result", envelope.spf().result());
        writeOrNull(json, "domain", envelope.spf().domain().orElse(null));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeAttachment(
            JsonGenerator json, OutputStream out, Attachment attachment, @Nullable String url, Contents contents)
            throws IOException {
        json.writeStartObject();
        if (url != null) {
            json.writeStringField("url", url);
        } else {
            json.writeFieldName("content");
            contents.write(json, out, attachment);
        }
        json.writeStringField("file_name", attachment.fileName());
        json.writeStringField("content_type", attachment.contentType());
        // A string, not a number: strict receivers in the field parse it so.
        json.writeStringField("size", Long.toString(attachment.size()));
        json.writeStringField("disposition", attachment.disposition());
        writeOrNull(
                json,
                "content_id",
                attachment.contentId().map(id -> "<" + id + ">").orElse(null));
        json.writeEndObject();
    }

    private void writeDefects(JsonGenerator json) throws IOException {
        if (!message.defects().isEmpty()) {
            writeArray(
                    json,
                    "defects",
                    message.defects().stream().map(Defect::word).toList());
        }
    }

    private void writeKind(JsonGenerator json) throws IOException {
        json.writeStringField("kind", classification.kind().word());
        if (classification.bounced().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("bounced");
        for (Bounced one : classification.bounced()) {
            json.writeStartObject();
            json.writeStringField("recipient", one.recipient());
            writeOrNull(json, "action", one.action().orElse(null));
            writeOrNull(json, "status", one.status().orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable TextBody text) throws IOException {
        if (text == null) {
            json.writeNullField(name);
            return;
        }
        json.writeFieldName(name);
        try (Reader reader = text.open()) {
            json.writeString(reader, -1);
        }
    }

    private static void writeOrNull(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    private static void writeArray(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** Base64 that is sound goes through as it is, without its line ends; else it is decoded, repaired and encoded again. */
    private static void writeBase64(JsonGenerator json, OutputStream out, Attachment attachment) throws IOException {
        if (!attachment.isSoundBase64()) {
            try (InputStream content = attachment.open()) {
                json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, content, -1);
            }
            return;
        }
        json.writeRawValue(""); // The generator believes that a value is here, and the octets are written past it.
        json.flush();
        out.write('"');
        try (InputStream encoded = attachment.openEncoded()) {
            byte[] block = new byte[(int) Math.max(1, Math.min(BLOCK, attachment.encodedSize()))];
            int count = encoded.read(block, 0, block.length);
            while (count >= 0) {
                out.write(block, 0, withoutBlanks(block, count));
                count = encoded.read(block, 0, block.length);
            }
        }
        out.write('"');
    }

    /** Moves together what is no blank, run by run; returns how much that is. */
    private static int withoutBlanks(byte[] block, int count) {
        int kept = 0;
        int from = 0;
        while (from < count) {
            int to = from;
            while (to <= count - EightOctets.COUNT && EightOctets.areVisible(EightOctets.at(block, to))) {
                to += EightOctets.COUNT;
            }
            while (to < count && block[to] > ' ') {
                to++;
            }
            System.arraycopy(block, from, block, kept, to - from);
            kept += to - from;
            from = to;
            while (from < count && block[from] <= ' ') {
                from++;
            }
        }
        return kept;
    }

    /** How the content of an attachment is written: for counting there is none. */
    @FunctionalInterface
    private interface Contents {
        void write(JsonGenerator json, OutputStream out, Attachment attachment) throws IOException;
    }
}
