package dev.imappoller.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.body.Content;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.transfer.TransferEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any range of what is encoded is what decoding all of it gives there. */
class DecodedMessageTest {
    private static final int SIZE = 300_000;

    @ParameterizedTest
    @EnumSource(
            value = TransferEncoding.class,
            names = {"BASE64", "QUOTED_PRINTABLE"})
    void isReadFromAnyPlace(TransferEncoding encoding) throws IOException {
        Random random = new Random(1);
        byte[] encoded = encoding == TransferEncoding.BASE64 ? base64(random) : quotedPrintable(random);
        Content content = new Content(RawMessage.of(encoded), 0, encoded.length, encoding);
        byte[] all;
        try (InputStream in = content.open()) {
            all = in.readAllBytes();
        }

        DecodedMessage message = DecodedMessage.of(content, DecodingBudget.bySteps(encoded.length));

        assertThat(message.size()).isEqualTo(all.length);
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(all.length + 1);
            int to = from + random.nextInt(all.length - from + 1);
            try (InputStream in = message.open(from, to)) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, from, to));
            }
        }
    }

    private static byte[] base64(Random random) {
        byte[] octets = new byte[SIZE];
        random.nextBytes(octets);
        return Base64.getMimeEncoder().encode(octets);
    }

    private static byte[] quotedPrintable(Random random) {
        String[] pieces = {"=C3=BC", "a", " ", "  \r\n", "=\r\n", "\r\n", "==", "=4", " =\r\n", "x".repeat(70)};
        StringBuilder text = new StringBuilder();
        while (text.length() < SIZE) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
