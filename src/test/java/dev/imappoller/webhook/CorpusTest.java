package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of Apache James Mime4j's own tests, in all three formats, its attachments compared with what Mime4j makes of them. */
class CorpusTest {
    /** Where we and Mime4j decode a part to different octets, and why we hold to ours. */
    private static final Map<String, String> DECODED_OTHERWISE = Map.of(
            "mimetools-testmsgs/multi-frag.msg",
            "a GIF's base64 runs, without padding, into a broken boundary and prose; each decoder makes its own of that tail",
            "mimetools-testmsgs/sig-uu.msg",
            "files that uuencode put into the text are attachments here",
            "mimetools-testmsgs/uu-junk.msg",
            "so they are here",
            "mimetools-testmsgs/uu-zeegee.msg",
            "and here");

    private final Payloads payloads = new Payloads(() -> "a-boundary-that-no-message-has");

    static Stream<String> messages() throws IOException, URISyntaxException {
        URL one = CorpusTest.class.getResource("/testmsgs/basic-plain.msg");
        assertThat(one).as("the corpus").isNotNull();
        String file = one.toString().replaceAll("^jar:(.*)!.*$", "$1");
        try (JarFile jar = new JarFile(Path.of(new URI(file)).toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".msg"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void theCorpusIsThere() throws Exception {
        assertThat(messages()).hasSizeGreaterThanOrEqualTo(80);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isWrittenInEveryFormatAtTheAnnouncedLength(String name) throws IOException {
        RawMessage raw = RawMessage.of(octets(name));
        for (Format format : Format.values()) {
            Payload payload = payload(raw, format);
            assertThat((long) written(payload).length).isEqualTo(payload.contentLength());
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isValidJsonWhoseAttachmentsAreWhatTheirPartsHold(String name) throws IOException, MimeException {
        byte[] octets = octets(name);
        JsonNode json = StrictJson.read(written(payload(RawMessage.of(octets), Format.JSON)));
        List<byte[]> parts = decodedByMime4j(octets);

        for (JsonNode attachment : json.path("attachments")) {
            byte[] content = attachment.path("content").binaryValue();
            assertThat(attachment.path("size").textValue()).isEqualTo("" + content.length);
            if (!DECODED_OTHERWISE.containsKey(name)) {
                assertThat(parts)
                        .as(attachment.path("file_name").textValue())
                        .anyMatch(part -> Arrays.equals(part, content));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isPassedOnUnalteredInTheRawFormat(String name) throws IOException {
        byte[] octets = octets(name);
        byte[] body = written(payload(RawMessage.of(octets), Format.RAW));
        int from =
                "--a-boundary-that-no-message-has\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n".length();

        assertThat(Arrays.copyOfRange(body, from, from + octets.length)).isEqualTo(octets);
    }

    private Payload payload(RawMessage raw, Format format) throws IOException {
        Message message = MessageDecoder.decode(raw);
        return payloads.of(format, raw, message, Envelope.of(message, "poller"), Map.of());
    }

    private static byte[] written(Payload payload) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        payload.writeTo(body);
        return body.toByteArray();
    }

    /** The octets of every part that has no parts of its own, embedded messages as a whole. */
    private static List<byte[]> decodedByMime4j(byte[] octets) throws IOException, MimeException {
        MimeConfig config = MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .build();
        MimeTokenStream stream = new MimeTokenStream(config);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        stream.parse(new ByteArrayInputStream(octets));
        List<byte[]> parts = new ArrayList<>();
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            if (state == EntityState.T_BODY) {
                parts.add(stream.getDecodedInputStream().readAllBytes());
            }
        }
        return parts;
    }

    static byte[] octets(String name) throws IOException {
        try (InputStream in = CorpusTest.class.getResourceAsStream("/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
