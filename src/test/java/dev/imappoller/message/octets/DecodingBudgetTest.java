package dev.imappoller.message.octets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingBudgetTest {
    private static final RawMessage LONG = raw("Content-Type: text/plain\r\n\r\n" + "Hello\r\n".repeat(100_000));
    private static final RawMessage MANY_FIELDS = raw("a:\n".repeat(9_000) + "\nx");
    private static final RawMessage MANY_PARTS =
            raw("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(9_000));

    /** Each has a text that is found in what base64 holds. */
    private static final RawMessage MANY_ENCODED = raw("Content-Type: multipart/mixed; boundary=b\n\n"
            + ("--b\nContent-Type: multipart/mixed; boundary=c\nContent-Transfer-Encoding: base64\n\nLS1jCgp4Ci0tYy0tCg=="
                            + "AAAA".repeat(800) + "\n")
                    .repeat(1_500));

    @Test
    void endsWhatTakesMoreStepsThanTheMessageMay() {
        DecodingBudget budget = DecodingBudget.bySteps(1000);

        assertThatThrownBy(() -> {
                    while (true) {
                        budget.step();
                    }
                })
                .isInstanceOf(DecodingBudget.SpentException.class)
                .hasMessageMatching("decoding took more than [0-9]+ steps");
    }

    @Test
    void endsWhatTakesMoreTimeThanTheMessageMay() {
        AtomicLong seconds = new AtomicLong();
        DecodingBudget budget =
                new DecodingBudget(LONG.size(), Duration.ofSeconds(20), () -> seconds.getAndAdd(7) * 1_000_000_000);

        assertThatThrownBy(() -> MessageDecoder.decode(LONG, budget))
                .isInstanceOf(DecodingBudget.SpentException.class)
                .hasMessage("decoding took more than 20 s");
    }

    @Test
    void goesOnHoweverLongSendingTakes() throws IOException {
        AtomicLong seconds = new AtomicLong();
        DecodingBudget budget =
                new DecodingBudget(LONG.size(), Duration.ofSeconds(20), () -> seconds.get() * 1_000_000_000);
        Message message = MessageDecoder.decode(LONG, budget);
        budget.untimed();
        seconds.set(1000);

        assertThat(message.plain().orElseThrow().head(Integer.MAX_VALUE)).hasSize(700_000);
    }

    @Test
    void isChargedForWhatIsReadOfTheMessageLater() throws IOException {
        DecodingBudget budget = DecodingBudget.bySteps(LONG.size());
        Message message = MessageDecoder.decode(LONG, budget);
        long before = budget.steps();

        message.plain().orElseThrow().head(Integer.MAX_VALUE);

        assertThat(budget.steps() - before).isGreaterThanOrEqualTo(LONG.size() - 100);
    }

    @Test
    void tellsMessagesOfUnusualStructureWhereOnlyUsualOnesAreWanted() throws IOException {
        for (RawMessage unusual : new RawMessage[] {MANY_FIELDS, MANY_PARTS, MANY_ENCODED}) {
            assertThatThrownBy(() -> MessageDecoder.decode(
                            unusual, DecodingBudget.bySteps(unusual.size()).forUsualOnly()))
                    .isInstanceOf(DecodingBudget.UnusualException.class);
            assertThatCode(() -> MessageDecoder.decode(unusual, DecodingBudget.bySteps(unusual.size())))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void ofALargeMessageNoMoreIsUsualThanThereIsRoomFor() {
        String part =
                "--b\r\nContent-Type: text/plain; x=\"" + "y".repeat(900) + "\"\r\n\r\n" + "z".repeat(10_000) + "\r\n";
        RawMessage large = raw("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(2_000));

        assertThatThrownBy(() -> MessageDecoder.decode(
                        large, DecodingBudget.bySteps(large.size()).forUsualOnly()))
                .isInstanceOf(DecodingBudget.UnusualException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 100})
    void takesOrdinaryMailForUsual(int attachments) throws IOException {
        String mail = "Received: from a by b with ESMTPS; date\r\n".repeat(100)
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + ("--b\r\nContent-Type: image/png; name=\"one.png\"\r\nContent-Transfer-Encoding: base64\r\n"
                                + "Content-Disposition: attachment; filename=\"one.png\"\r\n\r\n" + "QUJD".repeat(500)
                                + "\r\n")
                        .repeat(attachments)
                + "--b--\r\n";
        RawMessage raw = raw(mail);

        Message message =
                MessageDecoder.decode(raw, DecodingBudget.bySteps(raw.size()).forUsualOnly());

        assertThat(message.attachments()).hasSize(attachments);
    }

    private static RawMessage raw(String mail) {
        return RawMessage.of(mail.getBytes(StandardCharsets.ISO_8859_1));
    }
}
