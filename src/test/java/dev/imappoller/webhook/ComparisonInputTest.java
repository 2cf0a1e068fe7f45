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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes messages and their payloads for src/test/compare, which other parsers then read. */
class ComparisonInputTest {
    @Test
    @EnabledIfSystemProperty(named = "compare.dir", matches = ".+", disabledReason = "only for .ci/compare")
    void writesWhatOtherParsersAreComparedWith() throws Exception {
        Path folder = Files.createDirectories(Path.of(System.getProperty("compare.dir")));
        Optional<Path> others =
                Optional.ofNullable(System.getenv("COMPARE_MESSAGES")).map(Path::of);
        Map<String, byte[]> messages = others.isPresent() ? messagesIn(others.get()) : ours();
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            Files.write(folder.resolve(message.getKey() + ".eml"), message.getValue());
            Files.write(folder.resolve(message.getKey() + ".json"), written(message.getValue(), Format.JSON));
            Files.write(folder.resolve(message.getKey() + ".form"), written(message.getValue(), Format.MULTIPART));
        }
        assertThat(messages).hasSizeGreaterThan(others.isPresent() ? 0 : 250);
    }

    private static Map<String, byte[]> ours() throws Exception {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String name : CorpusTest.messages().toList()) {
            messages.put("mime4j-" + plain(name.replaceAll("\\.msg$", "")), CorpusTest.octets(name));
        }
        for (Hostile mail : HostileMail.all().toList()) {
            messages.put("hostile-" + plain(mail.toString()), mail.octets());
        }
        messages.putAll(messagesIn(Path.of("src/test/resources/decode")));
        messages.putAll(messagesIn(Path.of("src/test/resources/dev/imappoller/message")));
        return messages;
    }

    private static Map<String, byte[]> messagesIn(Path folder) throws IOException {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                String name = folder.relativize(file).toString().replaceAll("\\.eml$", "");
                messages.put("found-" + plain(name), Files.readAllBytes(file));
            }
        }
        return messages;
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9.-]+", "-");
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
