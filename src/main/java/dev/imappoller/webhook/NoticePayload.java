package dev.imappoller.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.imappoller.poller.endpoint.Notice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A notice as one JSON object, in the form that Standard Webhooks proposes: type, timestamp and data. */
final class NoticePayload implements Payload {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] json;

    private NoticePayload(byte[] json) {
        this.json = json;
    }

    static NoticePayload of(Notice notice) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", notice.type());
            json.writeStringField("timestamp", notice.at().toString());
            json.writeObjectFieldStart("data");
            json.writeStringField("poller", notice.pollerId());
            json.writeStringField("status", notice.status());
            json.writeStringField("detail", notice.detail());
            json.writeStringField("since", notice.since().toString());
            json.writeStringField("what_to_do", notice.whatToDo());
            json.writeStringField("command", notice.command());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return new NoticePayload(out.toByteArray());
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public long contentLength() {
        return json.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
    }
}
