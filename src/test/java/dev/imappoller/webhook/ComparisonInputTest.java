package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.Hostile;
import dev.imappoller.message.HostileMail;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes messages and their payloads for src/test/compare, which other parsers then read. */
class ComparisonInputTest {
    @Test
    @EnabledIfSystemProperty(named = "compare.dir", matches = ".+", disabledReason = "only for .ci/compare")
    void writesWhatOtherParsersAreComparedWith() throws Exception {
        Path folder = Files.createDirectories(Path.of(System.getProperty("compare.dir")));
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String name : CorpusTest.messages().toList()) {
            messages.put(
                    "mime4j-" + name.replaceAll("[^A-Za-z0-9.-]", "-").replaceAll("\\.msg$", ""),
                    CorpusTest.octets(name));
        }
        for (Hostile mail : HostileMail.all().toList()) {
            messages.put("hostile-" + mail.toString().replaceAll("[^A-Za-z0-9.-]+", "-"), mail.octets());
        }
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            Files.write(folder.resolve(message.getKey() + ".eml"), message.getValue());
            Files.write(folder.resolve(message.getKey() + ".json"), written(message.getValue(), Format.JSON));
            Files.write(folder.resolve(message.getKey() + ".form"), written(message.getValue(), Format.MULTIPART));
        }
        assertThat(messages).hasSizeGreaterThan(200);
    }

    private static byte[] written(byte[] octets, Format format) throws IOException {
        RawMessage raw = RawMessage.of(octets);
        Message message = MessageDecoder.decode(raw);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new Payloads(() -> "----imap-poller-0123456789abcdef")
                .of(format, raw, message, Envelope.of(message, "poller"), Map.of())
                .writeTo(body);
        return body.toByteArray();
    }
}
