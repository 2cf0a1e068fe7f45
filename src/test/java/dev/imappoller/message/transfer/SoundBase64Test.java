package dev.imappoller.message.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundBase64Test {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 56, 57, 58, 24 * 1024, 100_000})
    void tellsTheSizeOfWhatMailersWrite(int size) throws IOException {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);

        assertThat(decodedSize(Base64.getMimeEncoder().encodeToString(octets))).hasValue((long) size);
    }

    /** What it lets pass, a strict decoder takes, and gets the same from it as our own. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void letsNothingPassThatAStrictDecoderWouldNotTake(long seed) throws IOException {
        Random random = new Random(seed);
        String alphabet = "ABab01+/= \r\n-*";
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(10);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(random.nextInt(5) == 0 ? alphabet.length() : 9)));
            }
            Optional<Long> size = decodedSize(text.toString());
            if (size.isPresent()) {
                byte[] strict = Base64.getDecoder().decode(text.toString().replaceAll("\\s", ""));
                assertThat(size).hasValue((long) strict.length);
                assertThat(Base64.getEncoder().encodeToString(strict))
                        .isEqualTo(text.toString().replaceAll("\\s", ""));
                passed++;
            }
        }
        assertThat(passed).isPositive();
    }

    private static Optional<Long> decodedSize(String encoded) throws IOException {
        return SoundBase64.decodedSize(new ByteArrayInputStream(encoded.getBytes(StandardCharsets.US_ASCII)));
    }
}
