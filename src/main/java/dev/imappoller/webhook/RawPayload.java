package dev.imappoller.webhook;

import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.kind.Classification;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.OutputStream;

/** A message as it is, byte for byte, in a form with its envelope (CloudMailin's raw format; RFC 7578). */
final class RawPayload implements Payload {
    private final Form form;

    RawPayload(RawMessage raw, Envelope envelope, Classification kind, String boundary) {
        form = new Form(boundary);
        form.field("message", raw.size(), out -> Form.copy(() -> raw.open(0, raw.size()), raw.size(), out));
        EnvelopeFields.addTo(form, envelope);
        KindFields.addTo(form, kind);
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
}
