package dev.imappoller.message.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentTest {
    @ParameterizedTest
    @ValueSource(strings = {"SGVsbG8=", "SGVs\r\nbG8=", "SGVs\r\nbG8=\r\n\r\n", "SGVsbG8hSGVsbG8h", "SGVsbA==", ""})
    void isSoundWhenStrippedOfLineEndsItIsTheBase64OfItself(String encoded) throws IOException {
        Attachment attachment = attachment("base64", encoded);
        byte[] strict = Base64.getDecoder().decode(encoded.replaceAll("\\s", ""));

        assertThat(attachment.isSoundBase64()).isTrue();
        assertThat(decoded(attachment)).isEqualTo(strict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SGVsbG8",
                "SGVsbA=",
                "SGVsbA===",
                "SGVs*bG8=",
                "SGVsbG8=\r\nSGVsbG8=",
                "SGVsbG8=\r\nfooter!",
                "QR==",
                "SGVsbG9=",
                "A"
            })
    void isNotSoundWhenAnythingIsWrong(String encoded) throws IOException {
        assertThat(attachment("base64", encoded).isSoundBase64()).isFalse();
    }

    @Test
    void isNotSoundBase64InAnotherEncoding() throws IOException {
        assertThat(attachment("7bit", "SGVsbG8=").isSoundBase64()).isFalse();
    }

    @Test
    void canBeOpenedAsItIsInTheMessage() throws IOException {
        try (InputStream in = attachment("base64", "SGVs\r\nbG8=").openEncoded()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("SGVs\r\nbG8=");
        }
    }

    @Test
    void keepsContentIdAndDisposition() throws IOException {
        Attachment attachment =
                only("Content-Type: image/png\r\nContent-Disposition: INLINE\r\nContent-ID: <a@b>\r\n\r\nx");

        assertThat(attachment.contentId()).contains("a@b");
        assertThat(attachment.disposition()).isEqualTo("inline");
        assertThat(attachment.contentType()).isEqualTo("image/png");
    }

    private static Attachment attachment(String encoding, String content) throws IOException {
        return only("Content-Type: application/pdf\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + content);
    }

    private static Attachment only(String message) throws IOException {
        return MessageDecoder.decode(RawMessage.of(message.getBytes(StandardCharsets.US_ASCII)))
                .attachments()
                .get(0);
    }

    private static byte[] decoded(Attachment attachment) throws IOException {
        try (InputStream in = attachment.open()) {
            return in.readAllBytes();
        }
    }
}
