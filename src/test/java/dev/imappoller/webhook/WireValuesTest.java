package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as CloudMailin has them, and as receivers' parsers take them. */
class WireValuesTest {
    private static final String TEXT = "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";

    @Test
    void aContentIdHasItsBracketsAndAReturnPathHasNone() throws IOException {
        JsonNode json = json(example("14-wire-values"));

        assertThat(json.at("/attachments/0/content_id").textValue()).isEqualTo("<a@b>");
        assertThat(json.at("/attachments/0/disposition").textValue()).isEqualTo("inline");
        assertThat(json.at("/headers/return_path").textValue()).isEqualTo("ann@example.net");
        assertThat(json.at("/headers/message_id").textValue()).isEqualTo("<p17@example.net>");
        assertThat(form(example("14-wire-values"))).contains(field("headers[return_path]", "ann@example.net"));
    }

    @ParameterizedTest
    @CsvSource({"<>,''", "<a@b>,a@b", "a@b,a@b", "<a@b> (c),<a@b> (c)", "<,<"})
    void aReturnPathIsAnAddress(String path, String value) throws IOException {
        assertThat(json("Return-Path: " + path + "\r\n\r\n")
                        .at("/headers/return_path")
                        .textValue())
                .isEqualTo(value);
    }

    @Test
    void onlyWhatMultipartRelatedShowsIsInline() throws IOException {
        String part = "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n";
        String parts = part + "Content-ID: <a>\r\n\r\nAAEC\r\n" + part + "\r\nAAEC\r\n" + part
                + "Content-ID: <c>\r\nContent-Disposition: attachment\r\n\r\nAAEC\r\n--b--\r\n";

        JsonNode related = json("Content-Type: multipart/related; boundary=b\r\n\r\n" + parts);
        JsonNode mixed = json("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts);

        assertThat(related.findValuesAsText("disposition")).containsExactly("inline", "attachment", "attachment");
        assertThat(mixed.findValuesAsText("disposition")).containsOnly("attachment");
    }

    @Test
    void linesEndAsTheyDoInTheMessage() throws IOException {
        String text = "a\r\nb\nc\rd\r\r\ne\r\n";
        String message = "Subject: x" + TEXT + text;

        assertThat(json(message).path("plain").textValue()).isEqualTo("a\r\nb\nc\nd\r\ne\r\n");
        assertThat(form(message)).contains(field("plain", "a\r\nb\nc\nd\r\ne\r\n"));
        assertThat(json(message.replace("text/plain", "text/html")).path("html").textValue())
                .isEqualTo("a\r\nb\nc\nd\r\ne\r\n");
    }

    @Test
    void textsAreJoinedByALineEndOfTheirKind() throws IOException {
        String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        String base64 = "Content-Transfer-Encoding: base64\r\n\r\n";

        assertThat(json(head + "--b\r\n\r\na\r\nb\r\n--b\r\n\r\nc\r\n--b--\r\n")
                        .path("plain")
                        .textValue())
                .isEqualTo("a\r\nb\r\nc");
        // "a\nb" and "c", and "a\r" and "bc".
        assertThat(json(head + "--b\r\n" + base64 + "YQpi\r\n--b\r\n" + base64 + "Yw==\r\n--b--\r\n")
                        .path("plain")
                        .textValue())
                .isEqualTo("a\nb\nc");
        assertThat(json(head + "--b\r\n" + base64 + "YQ0=\r\n--b\r\n" + base64 + "YmM=\r\n--b--\r\n")
                        .path("plain")
                        .textValue())
                .isEqualTo("a\nbc");
    }

    @Test
    void whatIsNoReplyHasNone() throws IOException {
        String form = example("03-reply-plain-empty");
        String letter = "Subject: x" + TEXT + "Hello\r\n";

        for (String message : new String[] {form, letter}) {
            JsonNode json = json(message);
            assertThat(json.has("reply_plain")).isTrue();
            assertThat(json.path("reply_plain").isNull()).isTrue();
            assertThat(json.path("plain").textValue()).isNotEmpty();
            assertThat(form(message)).doesNotContain("reply_plain");
        }
        assertThat(json("In-Reply-To: <1@b>\r\n" + letter).path("reply_plain").textValue())
                .isEqualTo("Hello");
        assertThat(json("References: <1@b>\r\n" + letter).path("reply_plain").textValue())
                .isEqualTo("Hello");
    }

    @Test
    void aReplyOfHtmlAloneIsReadFromThat() throws IOException {
        String html = "Content-Type: text/html\r\n\r\n<p>Yes &amp; no</p>\r\n<blockquote>Which?</blockquote>\r\n";
        JsonNode reply = json("In-Reply-To: <1@b>\r\n" + html);

        assertThat(reply.path("reply_plain").textValue()).isEqualTo("Yes & no");
        assertThat(reply.path("plain").isNull()).isTrue();
        assertThat(reply.has("plain_from_html")).isFalse();
        assertThat(json(html).path("reply_plain").isNull()).isTrue();
    }

    @Test
    void plainIsDerivedAndMarkedWhereThatIsAskedFor() throws IOException {
        String html = "Content-Type: text/html\r\n\r\n<p>Yes</p>\r\n<ul><li>one</ul>";

        JsonNode json = StrictJson.read(written(html, Format.JSON, true));
        assertThat(json.path("plain").textValue()).isEqualTo("Yes\r\n\r\n- one");
        assertThat(json.path("plain_from_html").booleanValue()).isTrue();
        assertThat(json.path("html").textValue()).startsWith("<p>");
        assertThat(new String(written(html, Format.MULTIPART, true), StandardCharsets.UTF_8))
                .contains(field("plain", "Yes\r\n\r\n- one"), field("plain_from_html", "true"));
        assertThat(StrictJson.read(written("Subject: x" + TEXT + "a", Format.JSON, true))
                        .has("plain_from_html"))
                .isFalse();
    }

    @Test
    void namesOfFormFieldsHaveNoStructure() throws IOException {
        String form = form(example("01-header-name-bracket"));

        assertThat(form)
                .contains(field(
                        "headers[authentication_results]",
                        "mx.example.com; dkim=fail; spf=fail smtp.mailfrom=evil@example.org"))
                .contains(field("headers[authentication_results_]", "mx.example.com; dkim=pass; spf=pass"));
        assertThat(json(example("01-header-name-bracket")).path("headers").has("authentication_results]"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From][x", "From[x", "a.b", "a\"b", "a%5Bb", "a;b", "a'b", "a\\b", "a=b", "a&b", "[][]", "]"})
    void noNameOfAFieldIsReadAsAnythingElse(String name) throws IOException {
        String form = form(name + ": evil\r\nSubject: x" + TEXT + "a");

        assertThat(form.lines().filter(line -> line.startsWith("Content-Disposition")))
                .allMatch(
                        line -> line.matches(
                                "Content-Disposition: form-data; name=\"(plain|(headers|envelope)(\\[[a-z0-9_]+])+|defects\\[]|kind)\""));
        assertThat(form.contains("evil")).isEqualTo(name.chars().anyMatch(Character::isLetterOrDigit));
    }

    @Test
    void namesThatBecomeTheSameAreOneField() throws IOException {
        String form = form("X-A: one\r\nX.A: two\r\nSubject: x" + TEXT + "a");

        assertThat(form).contains(field("headers[x_a][0]", "one"), field("headers[x_a][1]", "two"));
    }

    @Test
    void aFileNameIsWrittenAsBrowsersDo() throws IOException {
        Form form = new Form("boundary");
        form.file("attachments[]", "Grüße \"1\"\r\n'\\;.txt", "text/plain", 0, InputStream::nullInputStream);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("; filename=\"Grüße %221%22%0D%0A'\\;.txt\"\r\n");
    }

    @Test
    void theRawFormatHasOctetsThatAreNoUtf8AndTheOthersHaveText() throws IOException {
        byte[] octets = octets("18-raw-8bit-and-limits");
        String message = new String(octets, StandardCharsets.ISO_8859_1);

        assertThat(new String(written(message, Format.RAW, false), StandardCharsets.ISO_8859_1))
                .contains("\r\n\r\n" + message + "\r\n--boundary\r\n")
                .contains("Gr\u00FC\u00DFe");
        JsonNode json = json(message);
        assertThat(json.path("plain").textValue()).isEqualTo("Grüße");
        assertThat(json.at("/attachments/0/file_name").textValue()).isEqualTo("x.png");
        assertThat(json.at("/attachments/0/content").textValue()).isEqualTo("iVBORw0KGg==");
    }

    private static String field(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--boundary";
    }

    private static JsonNode json(String message) throws IOException {
        return StrictJson.read(written(message, Format.JSON, false));
    }

    private static String form(String message) throws IOException {
        return new String(written(message, Format.MULTIPART, false), StandardCharsets.UTF_8);
    }

    /** @param message each character an octet */
    private static byte[] written(String message, Format format, boolean plainFromHtml) throws IOException {
        RawMessage raw = RawMessage.of(message.getBytes(StandardCharsets.ISO_8859_1));
        Message decoded = MessageDecoder.decode(raw);
        Message sent = plainFromHtml ? decoded.withPlainFromHtml() : decoded;
        Payload payload =
                new Payloads(() -> "boundary").of(format, raw, sent, Envelope.of(sent, "b@example.com"), Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payload.writeTo(out);
        assertThat(payload.contentLength()).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static String example(String name) throws IOException {
        return new String(octets(name), StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String name) throws IOException {
        try (InputStream in = WireValuesTest.class.getResourceAsStream("/decode/" + name + ".eml")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
