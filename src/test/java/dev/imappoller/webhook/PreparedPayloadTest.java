package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreparedPayloadTest {
    @ParameterizedTest
    @EnumSource(Format.class)
    void thatOfAnOrdinarySmallMessageIsKept(Format format) throws IOException {
        String mail =
                "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "Hello, World!\r\n".repeat(1000);

        PreparedPayload body = body(format, mail);

        assertThat(body.kept()).map(kept -> (long) kept.length()).contains(body.length());
        assertThat((long) written(body).length).isEqualTo(body.length());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void thatOfALargeMessageIsWrittenAnewEachTime(Format format) throws IOException {
        PreparedPayload body = body(format, "Subject: x\r\n\r\n" + "Hello, World!\r\n".repeat(100_000));

        assertThat(body.kept()).isEmpty();
        assertThat((long) written(body).length).isEqualTo(body.length());
        assertThat(written(body)).isEqualTo(written(body));
    }

    @Test
    void aFormOfManyFieldsIsNotKept() throws IOException {
        PreparedPayload body = body(Format.MULTIPART, "a:\n".repeat(12_000) + "\nx");

        assertThat(body.kept()).isEmpty();
        assertThat((long) written(body).length).isEqualTo(body.length());
    }

    @Test
    void textThatIsEscapedCharacterByCharacterIsNotKept() throws IOException {
        PreparedPayload body = body(Format.JSON, "Content-Type: text/plain\n\n" + "\u0001".repeat(500_000));

        assertThat(body.kept()).isEmpty();
        assertThat(body.length()).isGreaterThan(2_000_000);
        assertThat((long) written(body).length).isEqualTo(body.length());
    }

    @ParameterizedTest
    @MethodSource("dev.imappoller.webhook.SlowMail#all")
    void whatIsKeptIsLittleMoreThanTheMessage(SlowMail mail) throws IOException {
        byte[] octets = mail.ofSize(64 * 1024);
        for (Format format : Format.values()) {
            PreparedPayload body = body(format, octets);

            body.kept()
                    .ifPresent(kept ->
                            assertThat(kept.length()).isLessThanOrEqualTo(PreparedPayload.mostKept(octets.length)));
            assertThat((long) written(body).length).isEqualTo(body.length());
        }
    }

    private static PreparedPayload body(Format format, String mail) throws IOException {
        return body(format, mail.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static PreparedPayload body(Format format, byte[] octets) throws IOException {
        RawMessage raw = RawMessage.of(octets);
        Message message = MessageDecoder.decode(raw);
        Payload payload =
                new Payloads(() -> "a-boundary").of(format, raw, message, Envelope.of(message, "poller"), Map.of());
        return PreparedPayload.of(payload, raw.size());
    }

    private static byte[] written(PreparedPayload body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        return out.toByteArray();
    }
}
