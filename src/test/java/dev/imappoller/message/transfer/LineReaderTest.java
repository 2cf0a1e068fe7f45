package dev.imappoller.message.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
    private record Line(String text, long start, long contentEnd, long end) {}

    /** However the octets come in, and wherever the buffer ends. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "4, true", "5, false"})
    void readsTheLinesThatASimpleReaderReads(long seed, boolean bareCr) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < 200_000) {
            text.append("x".repeat(random.nextInt(random.nextInt(20) == 0 ? 70_000 : 80)));
            text.append(List.of("\n", "\r\n", "\r", "\r\r\n", "\n\n").get(random.nextInt(5)));
        }
        byte[] octets = text.append("end").toString().getBytes(StandardCharsets.US_ASCII);

        List<Line> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(dripping(octets, random), bareCr, octets.length)) {
            while (reader.advance()) {
                lines.add(new Line(reader.text(), reader.start(), reader.contentEnd(), reader.end()));
            }
        }

        assertThat(lines).isEqualTo(simple(octets, bareCr));
    }

    private static List<Line> simple(byte[] octets, boolean bareCr) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        while (start < octets.length) {
            int end = start;
            while (end < octets.length && octets[end] != '\n' && !(bareCr && octets[end] == '\r')) {
                end++;
            }
            boolean crlf = end < octets.length && octets[end] == '\n' && end > start && octets[end - 1] == '\r';
            String text = new String(octets, start, end - start, StandardCharsets.US_ASCII);
            int next = Math.min(end + 1, octets.length);
            lines.add(new Line(text.replaceAll("[ \t\r]+$", ""), start, crlf ? end - 1 : end, next));
            start = next;
        }
        return lines;
    }

    private static InputStream dripping(byte[] octets, Random random) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1 + random.nextInt(length)));
            }
        };
    }
}
