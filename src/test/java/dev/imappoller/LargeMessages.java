package dev.imappoller;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Makes large messages of the usual shape. */
final class LargeMessages {
    private LargeMessages() {}

    /** A text and one attachment in base64, of about so many octets in all. */
    static byte[] withAttachment(int size) {
        byte[] content = new byte[(int) (size / 1.37)];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream message = new ByteArrayOutputStream(size + 1024);
        message.writeBytes("""
                From: sender@example.org
                To: recipient@example.org
                Subject: large
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                See the attachment.
                --b
                Content-Type: application/octet-stream; name=large.bin
                Content-Transfer-Encoding: base64

                """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(Base64.getMimeEncoder().encode(content));
        message.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return message.toByteArray();
    }
}
