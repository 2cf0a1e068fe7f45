package dev.imappoller.imap.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imappoller.imap.answer.FetchAnswer.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.iap.ByteArray;
import org.junit.jupiter.api.Timeout;

/**
 * Reads whatever a server says of a message. In the ordinary build it takes the inputs that were kept in the resources; with {@code
 * JAZZER_FUZZ=1} in the environment it looks for new ones.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FetchFuzzTest {
    private static final byte[] BEGINNING = "* 1 FETCH ".getBytes(StandardCharsets.US_ASCII);

    @FuzzTest(maxDuration = "1h")
    void whateverIsReadLiesWithinTheAnswer(byte[] octets) {
        byte[] answer = new byte[BEGINNING.length + octets.length];
        System.arraycopy(BEGINNING, 0, answer, 0, BEGINNING.length);
        System.arraycopy(octets, 0, answer, BEGINNING.length, octets.length);

        FetchScanner read = FetchScanner.read(answer, answer.length).orElseThrow();

        assertThat(read.number()).isEqualTo(1);
        assertThat(!read.isSound() || read.isInStep()).isTrue();
        assertThat(read.uid().orElse(1)).isBetween(1L, 0xffff_ffffL);
        for (Piece piece : read.pieces()) {
            Optional<ByteArray> value = piece.octets();
            assertThat(piece.origin().orElse(0)).isNotNegative();
            assertThat(value.map(ByteArray::getCount).orElse(0)).isBetween(0, octets.length);
            value.ifPresent(
                    part -> assertThat(part.getStart() + part.getCount()).isLessThanOrEqualTo(part.getBytes().length));
        }
    }
}
