package dev.imappoller.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages as people have received them, each an example of what other decoders read and ours once did not. */
class FoundMailTest {
    @Test
    void aDecodedNameIsNoAddress() throws IOException {
        Message message = message("address-decoded-without-quotes");

        assertThat(header(message, "From")).contains("\"Support <ceo@bank.example>\" <mallory@example.net>");
        assertThat(Envelope.of(message, "bob@example.com").from()).isEqualTo("mallory@example.net");
    }

    @Test
    void japaneseHasTheCharactersOfVendors() throws IOException {
        Message message = message("japanese-vendor-characters");

        assertThat(header(message, "Subject")).contains("\u2460 \u8acb\u6c42\u66f8 \u3231\u30c6\u30b9\u30c8");
        assertThat(plain(message)).contains("\u2460 \u3231\u30c6\u30b9\u30c8 \u2116 \u2121 \u2162\n");
        assertThat(message.defects()).isEmpty();
    }

    @Test
    void textIsReadAsWhatItIs() throws IOException {
        Message message = message("wrong-multibyte-label");

        assertThat(plain(message))
                .contains(
                        "\u304a\u540d\u524d\u3092\u3054\u78ba\u8a8d\u304f\u3060\u3055\u3044\u3002\u30c6\u30b9\u30c8\n");
        assertThat(message.defects()).containsExactly(Defect.WRONG_CHARSET);
    }

    @Test
    void aHeaderMayBeginWithALineThatIsNoField() throws IOException {
        Message message = message("begin-of-header");

        assertThat(header(message, "Subject")).contains("p06");
        assertThat(html(message)).contains("<p>Hello</p>");
        assertThat(Envelope.of(message, "bob@example.com").from()).isEqualTo("ann@example.net");
    }

    @Test
    void aHeaderGoesOnBehindLinesThatAreNoFields() throws IOException {
        Message message = message("garbage-in-header");

        assertThat(header(message, "Subject")).contains("p09");
        assertThat(html(message)).contains("<p>Hello</p>");
    }

    @Test
    void aCommentBehindABoundaryIsNotPartOfIt() throws IOException {
        Message message = message("comment-after-parameter");

        assertThat(plain(message)).contains("Hello");
        assertThat(message.attachments()).extracting(Attachment::fileName).containsExactly("a.pdf");
    }

    @Test
    void oneBadOctetSpoilsItselfAlone() throws IOException {
        Message message = message("utf8-field-with-one-bad-octet");

        assertThat(header(message, "Subject")).contains("Gr\u00fc\u00dfe aus K\u00f6ln \u2013 Angebot \uFFFD...");
        assertThat(header(message, "From"))
                .contains("\"Gr\u00f6\u00dfenwahn und \u00dcmlaute \uFFFD\" <ann@example.net>");
    }

    @Test
    void utf16TellsItsOrderByItsZeros() throws IOException {
        Message message = message("utf16-without-mark");

        assertThat(header(message, "Subject")).contains("Offer for you");
        assertThat(plain(message)).contains("Dear Bob,\nplease find the offer.\n");
    }

    @Test
    void textThatIsNotEncodedIsLeftAsItIs() throws IOException {
        assertThat(plain(message("base64-that-is-not"))).contains("Hello\n\nplease call me back tomorrow.\nAnn\n");
    }

    @Test
    void theTextsOfAnAlternativeMayHaveNames() throws IOException {
        Message message = message("named-text-is-the-body");

        assertThat(plain(message)).contains("Hello");
        assertThat(html(message)).contains("<p>Hello</p>");
        assertThat(message.attachments()).isEmpty();
    }

    @Test
    void aLineThatWasBrokenSoftlyIsOne() throws IOException {
        assertThat(plain(message("format-flowed")))
                .contains("See https://www.example.com/a/very/long/path/that/was/wrapped/by/the/mailer?x=1\n");
    }

    @Test
    void twoDotsAreNoName() throws IOException {
        assertThat(message("names-and-controls").attachments())
                .extracting(Attachment::fileName)
                .containsExactly("attachment-1.pdf");
    }

    @Test
    void aCharsetIsKnownByAllItsNames() throws IOException {
        Message message = message("charset-names");

        assertThat(plain(message)).contains(header(message, "X-Want").orElseThrow() + "\n");
        assertThat(message.defects()).isEmpty();
    }

    private static Message message(String name) throws IOException {
        try (InputStream in = FoundMailTest.class.getResourceAsStream(name + ".eml")) {
            assertThat(in).as(name).isNotNull();
            return MessageDecoder.decode(RawMessage.of(in.readAllBytes()));
        }
    }

    private static Optional<String> header(Message message, String name) {
        return message.header(name).map(HeaderField::value);
    }

    private static Optional<String> plain(Message message) throws IOException {
        return text(message.plain());
    }

    private static Optional<String> html(Message message) throws IOException {
        return text(message.html()).map(String::strip);
    }

    /** With LF as line end, whatever it is told with. */
    private static Optional<String> text(Optional<TextBody> body) throws IOException {
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(body.get().head(Integer.MAX_VALUE).replace("\r\n", "\n"));
    }
}
