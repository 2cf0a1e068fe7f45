package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.message.Hostile;
import dev.imappoller.message.HostileMail;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostilePayloadTest {
    private final Payloads payloads = new Payloads(() -> "a-boundary-that-no-message-has");

    static List<Hostile> all() {
        return HostileMail.all().toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void jsonIsValidAndWhole(Hostile mail) throws IOException {
        byte[] body = written(mail, Format.JSON);
        JsonNode json = StrictJson.read(body);

        assertThat(json.path("attachments").size()).isEqualTo(mail.attachments().size());
        for (int i = 0; i < mail.attachments().size(); i++) {
            JsonNode attachment = json.path("attachments").path(i);
            assertThat(attachment.path("content").binaryValue())
                    .isEqualTo(mail.attachments().get(i));
            assertThat(attachment.path("size").textValue())
                    .isEqualTo("" + mail.attachments().get(i).length);
        }
        assertThat(json.has("defects")).isEqualTo(!mail.defects().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void formHasEveryAttachment(Hostile mail) throws IOException {
        String body = new String(written(mail, Format.MULTIPART), StandardCharsets.ISO_8859_1);

        for (byte[] attachment : mail.attachments()) {
            assertThat(body.contains(
                            "\r\n\r\n" + new String(attachment, StandardCharsets.ISO_8859_1) + "\r\n--a-boundary"))
                    .isTrue();
        }
        assertThat(body.split("name=\"attachments\\[\\]\"; filename=\"", -1))
                .hasSize(mail.attachments().size() + 1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void rawIsTheMessageItself(Hostile mail) throws IOException {
        byte[] body = written(mail, Format.RAW);
        int start =
                "--a-boundary-that-no-message-has\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n".length();

        assertThat(Arrays.copyOfRange(body, start, start + mail.octets().length))
                .isEqualTo(mail.octets());
    }

    private byte[] written(Hostile mail, Format format) throws IOException {
        Message message = MessageDecoder.decode(mail.raw());
        Payload payload = payloads.of(format, mail.raw(), message, Envelope.of(message, "poller"), Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payload.writeTo(out);
        assertThat(payload.contentLength()).isEqualTo(out.size());
        return out.toByteArray();
    }
}
