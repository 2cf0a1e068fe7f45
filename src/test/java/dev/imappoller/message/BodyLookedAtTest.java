package dev.imappoller.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.transfer.SoundBase64;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found of base64 while the parts are looked for is what measuring it by itself finds, and saves reading it once more. */
class BodyLookedAtTest {
    private static final List<String> LINE_ENDS = List.of("\r\n", "\n", "\r\r\n");

    private static final List<String> ODD_LINES = List.of(
            "",
            " ",
            "-",
            "--",
            "--other",
            "==",
            "QQ==",
            "QQ= =",
            "=",
            "QR==",
            "footer of a list",
            "\0",
            "A\tB C",
            "\u00e9\u00e9",
            "From me",
            "X: y");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsTheSameAsByItself(long seed) throws IOException {
        Random random = new Random(seed);
        int sound = 0;
        for (int i = 0; i < 300; i++) {
            String body = body(random);
            String end = LINE_ENDS.get(random.nextInt(3));
            String header = random.nextInt(8) == 0 ? "QUJD" + end : end; // Then the body begins with that.
            String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                    + "Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: base64\r\n" + header + body
                    + (random.nextInt(4) == 0 ? "" : end + "--b--\r\n");

            Attachment found = decoded(message).attachments().get(0);

            byte[] encoded = all(found.openEncoded());
            byte[] decoded = all(found.open());
            boolean asItIs =
                    encoded.length > 0 && Arrays.equals(encoded, decoded); // Its first line looked like no base64.
            Optional<Long> alone =
                    SoundBase64.decodedSize(new ByteArrayInputStream(encoded)).filter(any -> !asItIs);
            assertThat(found.isSoundBase64()).as(message).isEqualTo(alone.isPresent());
            assertThat(found.size()).as(message).isEqualTo(decoded.length);
            assertThat(alone.orElse(found.size())).as(message).isEqualTo(found.size());
            sound += alone.isPresent() ? 1 : 0;
        }
        assertThat(sound).isBetween(50, 290);
    }

    @Test
    void aMessageIsReadOnceToBeTakenApart() throws IOException {
        String large = "Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(new byte[3_000_000]) + "\r\n--b";
        byte[] octets = ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + large + "\r\n" + large + "--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        AtomicLong read = new AtomicLong();

        Message message = MessageDecoder.decode(counted(RawMessage.of(octets), read));

        assertThat(message.attachments()).hasSize(2).allMatch(attachment -> attachment.size() == 3_000_000);
        assertThat(read.get()).isBetween((long) octets.length, octets.length + 500_000L);
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        int length = 4 * (1 + random.nextInt(25));
        int lines = random.nextInt(random.nextInt(10) == 0 ? 3000 : 10);
        String end = LINE_ENDS.get(random.nextInt(2));
        for (int i = 0; i < lines; i++) {
            body.append(i == 0 ? "" : end);
            if (random.nextInt(lines * 3) == 0) {
                body.append(ODD_LINES.get(random.nextInt(ODD_LINES.size())));
            } else {
                byte[] octets = new byte[length / 4 * 3 - (i + 1 == lines ? random.nextInt(3) : 0)];
                random.nextBytes(octets);
                body.append(Base64.getEncoder().encodeToString(octets));
            }
        }
        return body.toString();
    }

    private static Message decoded(String message) throws IOException {
        return MessageDecoder.decode(RawMessage.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static byte[] all(InputStream from) throws IOException {
        try (from) {
            return from.readAllBytes();
        }
    }

    private static RawMessage counted(RawMessage raw, AtomicLong read) {
        return new RawMessage() {
            @Override
            public long size() {
                return raw.size();
            }

            @Override
            public InputStream open(long from, long to) throws IOException {
                return new FilterInputStream(raw.open(from, to)) {
                    @Override
                    public int read() throws IOException {
                        read.incrementAndGet();
                        return super.read();
                    }

                    @Override
                    public int read(byte[] octets, int offset, int length) throws IOException {
                        int count = super.read(octets, offset, length);
                        read.addAndGet(Math.max(0, count));
                        return count;
                    }
                };
            }
        };
    }
}
