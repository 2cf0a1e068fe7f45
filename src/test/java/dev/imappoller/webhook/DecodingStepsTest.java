package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding a message and writing it takes steps and memory that grow with its size, and no faster, whatever it was made for. */
class DecodingStepsTest {
    private static final int SIZE = 64 * 1024;

    /** What a message may take more for twice the size. */
    private static final double TWICE = 2.1;

    /** Less than a quarter of what the budget allows, for each octet. */
    private static final long STEPS_PER_OCTET = 90;

    /** For each octet, whatever is made of it and thrown away, in three formats. */
    private static final long MEMORY_PER_OCTET = 1000;

    /** Tables, buffers and classes. */
    private static final long SOME = 4 * 1024 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Work(long steps, long memory) {}

    static Stream<SlowMail> all() {
        return SlowMail.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void growWithTheSize(SlowMail mail) throws IOException {
        Work one = work(mail.ofSize(SIZE));
        Work two = work(mail.ofSize(2 * SIZE));

        assertThat((double) two.steps()).isLessThanOrEqualTo(TWICE * one.steps() + 1000);
        assertThat(two.steps()).isLessThanOrEqualTo(STEPS_PER_OCTET * 2 * SIZE);
        assertThat(two.memory()).isLessThanOrEqualTo(MEMORY_PER_OCTET * 2 * SIZE + SOME);
    }

    private static Work work(byte[] octets) throws IOException {
        RawMessage raw = RawMessage.of(octets);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        DecodingBudget budget = DecodingBudget.bySteps(raw.size());
        Message message = MessageDecoder.decode(raw, budget);
        Envelope envelope = Envelope.of(message, "poller");
        for (Format format : Format.values()) {
            Payload payload = new Payloads(() -> "a-boundary").of(format, raw, message, envelope, Map.of());
            payload.contentLength();
            payload.writeTo(OutputStream.nullOutputStream());
        }
        return new Work(budget.steps(), THREADS.getCurrentThreadAllocatedBytes() - before);
    }
}
