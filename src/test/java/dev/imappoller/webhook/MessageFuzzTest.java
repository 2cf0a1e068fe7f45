package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * Decodes and writes whatever octets there are. In the ordinary build it takes the inputs that were kept in the resources; with {@code
 * JAZZER_FUZZ=1} in the environment it looks for new ones.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class MessageFuzzTest {
    /** How often an octet may be read, all passes over headers, texts and attachments in three formats, each twice, taken together. */
    private static final long READS_PER_OCTET = 800;

    /** How many steps an octet may take, all of that taken together: half of what the message's budget allows. */
    private static final long STEPS_PER_OCTET = 200;

    @FuzzTest(maxDuration = "1h")
    void anyOctetsAreDecodedAndWrittenInWorkThatGrowsWithTheirNumber(byte[] octets) throws IOException {
        CountingMessage raw = new CountingMessage(RawMessage.of(octets));
        DecodingBudget budget = DecodingBudget.bySteps(octets.length);
        Message message = MessageDecoder.decode(raw, budget);
        Envelope envelope = Envelope.of(message, "poller");
        assertHarmless(message, envelope);
        for (Format format : Format.values()) {
            for (Message sent : List.of(message, message.withPlainFromHtml())) {
                Payload payload =
                        new Payloads(() -> "a-boundary-that-no-message-has").of(format, raw, sent, envelope, Map.of());
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                payload.writeTo(body);
                assertThat((long) body.size()).isEqualTo(payload.contentLength());
                if (format == Format.JSON) {
                    StrictJson.read(body.toByteArray());
                }
            }
        }
        assertThat(budget.steps()).isLessThanOrEqualTo(STEPS_PER_OCTET * (octets.length + 500));
        assertThat(raw.read).isLessThanOrEqualTo(READS_PER_OCTET * (octets.length + 100));
    }

    /** What a receiver would read as something else than it is. */
    private static void assertHarmless(Message message, Envelope envelope) {
        List<String> lines = new ArrayList<>(
                List.of(envelope.to(), envelope.from(), envelope.spf().result()));
        lines.addAll(envelope.recipients());
        Stream.of(envelope.heloDomain(), envelope.remoteIp(), envelope.spf().domain())
                .flatMap(Optional::stream)
                .forEach(lines::add);
        message.headers().forEach(field -> lines.addAll(List.of(field.name(), field.value(), field.raw())));
        for (Attachment attachment : message.attachments()) {
            String name = attachment.fileName();
            assertThat(name.isEmpty() || name.equals(".") || name.equals("..")).isFalse();
            assertThat(name.indexOf('/') + name.indexOf('\\')).isEqualTo(-2);
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
            lines.addAll(List.of(name, attachment.contentType(), attachment.disposition()));
            attachment.contentId().ifPresent(lines::add);
        }
        assertThat(lines).noneMatch(line -> line.chars().anyMatch(Characters::isUnprintable));
    }

    private static final class CountingMessage implements RawMessage {
        private final RawMessage raw;
        private long read;

        private CountingMessage(RawMessage raw) {
            this.raw = raw;
        }

        @Override
        public long size() {
            return raw.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            return new FilterInputStream(raw.open(from, to)) {
                @Override
                public int read() throws IOException {
                    read++;
                    return super.read();
                }

                @Override
                public int read(byte[] octets, int offset, int length) throws IOException {
                    int count = super.read(octets, offset, length);
                    read += Math.max(0, count);
                    return count;
                }
            };
        }
    }
}
