package dev.imappoller.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Answers of whatever octets there are. In the ordinary build they are what was kept in the resources; with {@code JAZZER_FUZZ=1} in the
 * environment new ones are looked for.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class AnswerFuzzTest {
    /** What an answer was read as. */
    private static final class Read implements AnswerReader.Sink {
        private Optional<AnswerHead> head = Optional.empty();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int ends;
        private int taken;
        private Optional<String> refused = Optional.empty();

        /** @param piece how many octets come at once */
        private static Read of(byte[] octets, int piece) {
            Read read = new Read();
            AnswerReader reader = new AnswerReader(read);
            try {
                for (int from = 0; from < octets.length && !reader.hasEnded(); from += piece) {
                    read.taken += reader.read(Arrays.copyOfRange(octets, from, Math.min(octets.length, from + piece)));
                }
                reader.closed();
            } catch (NotHttpException e) {
                read.refused = Optional.of(e.getMessage());
            }
            return read;
        }

        @Override
        public void head(AnswerHead read) {
            assertThat(head).as("one head").isEmpty();
            head = Optional.of(read);
        }

        @Override
        public void body(byte[] octets, int from, int length) {
            assertThat(ends).as("nothing behind the end").isZero();
            body.write(octets, from, length);
        }

        @Override
        public void end() {
            assertThat(head).as("an end has a head").isPresent();
            ends++;
        }
    }

    @FuzzTest(maxDuration = "1h")
    void anAnswerIsTheSameInWhateverPiecesItComes(byte[] octets) {
        Read whole = Read.of(octets, Math.max(1, octets.length));
        Read inPieces = Read.of(octets, 1 + octets.length % 7);

        assertThat(whole.ends).isLessThanOrEqualTo(1);
        assertThat(whole.head).isEqualTo(inPieces.head);
        assertThat(whole.ends).isEqualTo(inPieces.ends);
        assertThat(whole.refused).isEqualTo(inPieces.refused);
        if (whole.refused.isEmpty()) {
            assertThat(whole.taken).isEqualTo(inPieces.taken);
            assertThat(whole.body.toByteArray()).isEqualTo(inPieces.body.toByteArray());
        }
        whole.head.ifPresent(head -> assertThat(head.status()).isBetween(200, 999));
    }
}
