package dev.imappoller.message.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A header that is too large to be kept costs its own fields, never the parts of the message. */
class HeaderLimitsTest {
    private static final String LONG_FIELD = "X-Long: " + "x".repeat(200 * 1024) + "\r\n";
    private static final String PNG = "Content-Type: image/png\r\n"
            + "Content-Disposition: attachment;\r\n filename=\"one.png\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n";

    @Test
    void anAttachmentBehindManyLargeHeadersStaysAnAttachment() throws IOException {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 6; i++) {
            mail.append("--b\r\n").append(LONG_FIELD.repeat(4)).append("Content-Type: text/plain\r\n\r\ntext\r\n");
        }
        mail.append("--b\r\n").append(LONG_FIELD).append(PNG).append("\r\nSGVsbG8=\r\n--b--\r\n");

        Message message = decode(mail.toString());

        assertThat(message.attachments()).hasSize(1);
        Attachment attachment = message.attachments().get(0);
        assertThat(attachment.fileName()).isEqualTo("one.png");
        assertThat(content(attachment)).isEqualTo("Hello");
        assertThat(message.defects()).contains(Defect.HEADER_TRUNCATED);
    }

    @Test
    void theTypeOfAMessageIsKnownEvenBelowAHeaderBeyondTheLimit() throws IOException {
        Message message = decode("Subject: x\r\n" + LONG_FIELD.repeat(6) + PNG + "\r\nSGVsbG8=\r\n");

        assertThat(message.attachments()).extracting(Attachment::fileName).containsExactly("one.png");
        assertThat(message.header("Subject")).map(HeaderField::value).contains("x");
        assertThat(message.defects()).contains(Defect.HEADER_TRUNCATED);
    }

    @Test
    void linesThatContinueADroppedFieldDoNotBecomePartOfAnother() throws IOException {
        Message message = decode(LONG_FIELD.repeat(6) + PNG + "X-Dropped: a\r\n continued\r\n" + "\r\nSGVsbG8=\r\n");

        assertThat(message.attachments())
                .extracting(Attachment::fileName, Attachment::contentType)
                .containsExactly(tuple("one.png", "image/png"));
        assertThat(message.header("Content-Transfer-Encoding"))
                .map(HeaderField::value)
                .contains("base64");
        assertThat(message.header("X-Dropped")).isEmpty();
    }

    @Test
    void aStructuralFieldWithoutEndIsKeptInPartOnly() throws IOException {
        String endless =
                "Content-ID: <a@b>\r\n" + " x".repeat(1000).concat("\r\n").repeat(100);

        Message message = decode(LONG_FIELD.repeat(6) + PNG + endless + "\r\nSGVsbG8=\r\n");

        assertThat(message.header("Content-ID").orElseThrow().value()).hasSizeLessThan(8 * 1024);
        assertThat(message.attachments()).hasSize(1);
    }

    @Test
    void ofManyFieldsOnlySoManyAreKeptAndTheMessageIsDeliveredWithANote() throws IOException {
        Message message = decode("Subject: x\r\n" + "a:\r\n".repeat(145_000) + PNG + "\r\nSGVsbG8=\r\n");

        assertThat(message.headers()).hasSizeLessThanOrEqualTo(HeaderCollector.MAX_FIELDS + 3);
        assertThat(message.header("Subject")).map(HeaderField::value).contains("x");
        assertThat(message.attachments()).extracting(Attachment::fileName).containsExactly("one.png");
        assertThat(message.defects()).contains(Defect.HEADER_TRUNCATED);
    }

    @Test
    void fieldsOfPartsThatNobodyAsksForAreNotKeptAndNotNoted() throws IOException {
        Message message = decode("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "X-A: y\r\n".repeat(20_000) + PNG + "\r\nSGVsbG8=\r\n--b--\r\n");

        assertThat(message.attachments()).extracting(Attachment::fileName).containsExactly("one.png");
        assertThat(message.defects()).isEmpty();
    }

    @Test
    void partsThatMakeUpMoreHeaderThanIsKeptAreOneAttachment() throws IOException {
        String part = "--b\r\nContent-Type: text/plain; x=\"" + "y".repeat(100_000) + "\"\r\n\r\ntext\r\n";

        Message message = decode("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(30) + "--b--\r\n");

        assertThat(message.attachments()).extracting(Attachment::fileName).containsExactly("remainder.eml");
        assertThat(message.attachments().get(0).size()).isGreaterThan(500_000);
        assertThat(message.defects()).contains(Defect.TOO_MANY_PARTS);
    }

    private static Message decode(String mail) throws IOException {
        return MessageDecoder.decode(RawMessage.of(mail.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String content(Attachment attachment) throws IOException {
        try (InputStream in = attachment.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
