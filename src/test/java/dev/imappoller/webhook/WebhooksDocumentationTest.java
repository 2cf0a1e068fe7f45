package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the examples of docs/webhooks.md to what the function sends. With the system property {@code docs.write} set, it writes them
 * instead.
 */
class WebhooksDocumentationTest {
    private static final Path DOCUMENT = Path.of("docs/webhooks.md");
    private static final byte[] BOUNCE = String.join(
                    "\r\n",
                    "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
                    "",
                    "--b",
                    "Content-Type: message/delivery-status",
                    "",
                    "Reporting-MTA: dns; mx.example.com",
                    "",
                    "Final-Recipient: rfc822; ann@example.org",
                    "Action: failed",
                    "Status: 5.1.1",
                    "--b--")
            .getBytes(StandardCharsets.US_ASCII);

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @ParameterizedTest
    @EnumSource
    void showsWhatIsSent(Format format) throws Exception {
        holds(format.name().toLowerCase(Locale.ROOT), sent(format));
    }

    @Test
    void showsAnAttachmentInAStore() throws Exception {
        String url = "s3://BUCKET/imap-poller/WEBHOOK_ID/1-order.csv";
        holds(
                "stored",
                shown(JSON.readTree(body(example(), Format.JSON, Map.of(0, url)))
                        .at("/attachments/0")));
    }

    @Test
    void showsWhomABounceTellsOf() throws Exception {
        ObjectNode payload = (ObjectNode) JSON.readTree(body(BOUNCE, Format.JSON, Map.of()));
        holds("bounced", shown(payload.retain("kind", "bounced")));
    }

    @Test
    void namesEveryDefect() throws Exception {
        holds(
                "defects",
                Arrays.stream(Defect.values())
                                .map(defect -> "`" + defect.word() + "`")
                                .collect(Collectors.joining(",\n"))
                        + ".\n");
    }

    private static String sent(Format format) throws Exception {
        String text = body(example(), format, Map.of());
        return switch (format) {
            case JSON -> shown(JSON.readTree(text));
            case MULTIPART, RAW -> "```\n" + text.replace("\r\n", "\n") + "```\n";
        };
    }

    private static String shown(JsonNode json) throws Exception {
        return "```json\n" + JSON.writeValueAsString(json) + "\n```\n";
    }

    private static String body(byte[] octets, Format format, Map<Integer, String> urls) throws Exception {
        RawMessage raw = RawMessage.of(octets);
        Message message = MessageDecoder.decode(raw);
        Payload payload = new Payloads(() -> "------example")
                .of(format, raw, message, Envelope.of(message, "support@example.com"), urls);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        payload.writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    private static byte[] example() throws Exception {
        Matcher message = Pattern.compile("<!-- message -->\n```\n(.*?)```\n", Pattern.DOTALL)
                .matcher(document());
        assertThat(message.find()).isTrue();
        return message.group(1).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void holds(String marker, String expected) throws Exception {
        String document = document();
        String begin = "<!-- " + marker + " -->\n";
        int from = document.indexOf(begin) + begin.length();
        assertThat(from).as("the place of " + marker).isGreaterThan(begin.length());
        if (System.getProperty("docs.write") != null) {
            int to = end(document, from);
            Files.writeString(DOCUMENT, document.substring(0, from) + expected + document.substring(to));
        } else {
            assertThat(document.substring(from)).startsWith(expected);
        }
    }

    private static int end(String document, int from) {
        if (document.startsWith("```", from)) {
            return document.indexOf("\n```\n", from) + "\n```\n".length();
        }
        return document.indexOf("\n\n", from - 1) + 1;
    }

    private static String document() throws Exception {
        return Files.readString(DOCUMENT);
    }
}
