package dev.imappoller.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile messages cut off, spliced and sprinkled with noise: the seed tells which, so that a failure can be repeated. */
class MutatedMailTest {
    /** Beyond this, a message only makes the test slow. */
    private static final int MAX_SIZE = 10_000;

    private static final List<String> NOISE = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            "=",
            "==",
            "--",
            "--b",
            "--b--",
            "=?",
            "?=",
            "=?utf-8?B?",
            ";",
            "\"",
            "*0*=",
            "%",
            "(",
            "<",
            "begin 644 x\n",
            "\nContent-Type: multipart/mixed; boundary=b\n\n",
            "\u001b$B",
            "+",
            "~{",
            "\u00ff",
            "\u00ed\u00a0\u0080",
            "charset=utf-7",
            "\nContent-Transfer-Encoding: base64\n",
            "\u00fe\u00ff",
            "\n\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isDecodedWithoutAnException(long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> mails = HostileMail.all()
                .map(Hostile::octets)
                .filter(mail -> mail.length < MAX_SIZE)
                .toList();
        for (byte[] mail : mails) {
            byte[] mutated = mutate(mail, mails.get(random.nextInt(mails.size())), random);

            Message message = MessageDecoder.decode(RawMessage.of(mutated));

            assertThat(Envelope.of(message, "a@example.org").recipients()).hasSize(1);
            assertWellFormed(message.plain());
            assertWellFormed(message.html());
            assertWellFormed(message.withPlainFromHtml().plain());
            for (HeaderField field : message.headers()) {
                assertWellFormed(field.name() + field.value() + field.raw());
            }
            for (Attachment attachment : message.attachments()) {
                assertWellFormed(attachment.fileName());
                assertThat(attachment.fileName()).isNotEmpty().doesNotContain("\r", "\n", "/", "\\");
                assertThat(attachment.contentType()).matches("[!-~]+/[!-~]+");
                try (InputStream in = attachment.open()) {
                    assertThat((long) in.readAllBytes().length).isEqualTo(attachment.size());
                }
            }
        }
    }

    private static byte[] mutate(byte[] mail, byte[] other, Random random) {
        StringBuilder text = new StringBuilder(new String(mail, StandardCharsets.ISO_8859_1));
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> text.setLength(at);
                case 1 -> text.insert(at, NOISE.get(random.nextInt(NOISE.size())));
                case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                case 3 -> text.insert(at, new String(slice(other, random), StandardCharsets.ISO_8859_1));
                default -> text.insert(at, (char) random.nextInt(256));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] slice(byte[] mail, Random random) {
        int from = random.nextInt(mail.length + 1);
        return Arrays.copyOfRange(mail, from, from + random.nextInt(mail.length - from + 1));
    }

    private static void assertWellFormed(Optional<TextBody> text) throws IOException {
        assertWellFormed(text.isEmpty() ? "" : text.get().head(Integer.MAX_VALUE));
    }

    private static void assertWellFormed(String text) {
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        assertThat(text).doesNotContain("\0");
    }
}
