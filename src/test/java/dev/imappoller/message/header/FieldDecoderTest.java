package dev.imappoller.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldDecoderTest {
    /** A sender may call himself so, by the rules of SMTP. */
    private static final String COPIED =
            "mx; spf=pass smtp.mailfrom=\"=?utf-8?Q?x=3B_dkim=3Dpass_header.d=3Dbank?=\"@evil.example";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results",
                "ARC-Authentication-Results",
                "authentication-results-original",
                "X-Original-Authentication-Results",
                "Received-SPF",
                "Received",
                "X-Received",
                "Return-Path",
                "Delivered-To"
            })
    void whatServersCopyFromTheSenderIsNotDecoded(String name) throws IOException {
        assertThat(value(name, decode(name + ": " + COPIED))).contains(COPIED);
    }

    @Test
    void whatServersWriteIsInNoCharsetThatTheSenderNames() throws IOException {
        // An octet above 127, and a semicolon in UTF-7.
        Message message = decode(
                "Content-Type: text/plain; charset=utf-7",
                "Received-SPF: pass domain of \u00ff+ADs-@evil.example designates",
                "Return-Path: <\u00ff+ADs-@evil.example>");

        assertThat(value("Received-SPF", message)).contains("pass domain of \u00ff+ADs-@evil.example designates");
        assertThat(Envelope.of(message, "account").from()).isEqualTo("\u00ff+ADs-@evil.example");
        assertThat(Envelope.of(message, "account").spf().result()).isEqualTo("pass");
    }

    @Test
    void whatServersWriteMayBeUtf8() throws IOException {
        assertThat(value("Delivered-To", decode("Delivered-To: gr\u00c3\u00bcn@example.com")))
                .contains("gr\u00fcn@example.com");
    }

    @ParameterizedTest
    @CsvSource({"utf-7, +ADw-boss+AEA-bank.example+AD4- \u00ff", "hz-gb-2312, ~{<~} \u00ff"})
    void aFieldIsReadAsTheServersReadItThatItCameBy(String charset, String name) throws IOException {
        Message message =
                decode("Content-Type: text/plain; charset=" + charset, "From: " + name + " <anna@example.org>");

        assertThat(value("From", message)).contains(name + " <anna@example.org>");
        assertThat(Envelope.of(message, "account").from()).isEqualTo("anna@example.org");
    }

    @Test
    void noAddressIsReadOutOfEbcdic() throws IOException {
        String boss =
                new String("<boss@bank.example>".getBytes(Charset.forName("IBM037")), StandardCharsets.ISO_8859_1);
        Message message = decode(
                "Content-Type: text/plain; charset=ibm037",
                "From: " + boss + " <anna@example.org>",
                "Subject: " + boss);

        assertThat(Envelope.of(message, "account").from()).isEqualTo("anna@example.org");
        assertThat(value("Subject", message).orElseThrow()).doesNotContain("bank");
    }

    private static Optional<String> value(String name, Message message) {
        return message.header(name).map(HeaderField::value);
    }

    private static Message decode(String... header) throws IOException {
        byte[] octets = (String.join("\r\n", header) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return MessageDecoder.decode(RawMessage.of(octets));
    }
}
