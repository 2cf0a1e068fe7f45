package dev.imappoller.webhook;

import java.io.IOException;
import java.io.OutputStream;

/** The smallest payload. */
final class Braces implements Payload {
    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public long contentLength() {
        return 2;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(new byte[] {'{', '}'});
    }
}
