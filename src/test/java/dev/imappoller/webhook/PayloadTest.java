package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
    private static final String MESSAGE = String.join(
            "\r\n",
            "Return-Path: <anna@example.org>",
            "Delivered-To: support@example.com",
            "Received: by store.example.com with LMTP id 1; Mon, 1 Jan 2024 10:00:01 +0000",
            "Received-SPF: pass (mx.example.com: domain of anna@example.org designates 192.0.2.7 as permitted sender)",
            "Received: from mail.example.org (mail.example.org [192.0.2.7])",
            " by mx.example.com with ESMTPS id 2; Mon, 1 Jan 2024 10:00:00 +0000",
            "From: =?utf-8?Q?Anna_M=C3=BCller?= <anna@example.org>",
            "To: Support <support@example.com>",
            "Subject: =?utf-8?B?R3LDvMOfZQ==?=",
            "Message-ID: <1@example.org>",
            "Content-Type: multipart/mixed; boundary=outer",
            "",
            "--outer",
            "Content-Type: multipart/alternative; boundary=inner",
            "",
            "--inner",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            "Gr=C3=BC=C3=9Fe",
            "",
            "On 1/1/24 10:00, Support wrote:",
            "> Hello",
            "--inner",
            "Content-Type: text/html; charset=iso-8859-1",
            "",
            "<p>Hi</p>",
            "--inner--",
            "--outer",
            "Content-Type: image/png; name=\"dot.png\"",
            "Content-Disposition: inline; filename=\"dot.png\"",
            "Content-ID: <dot@example.org>",
            "Content-Transfer-Encoding: base64",
            "",
            "AAEC/w==",
            "--outer--",
            "");

    private final RawMessage raw = RawMessage.of(MESSAGE.getBytes(StandardCharsets.UTF_8));
    private final Payloads payloads = new Payloads(() -> "boundary");

    @Test
    void jsonIsAsCloudMailinHasIt() throws IOException {
        JsonNode json = new ObjectMapper().readTree(written(Format.JSON));

        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                {
                  "headers": {
                    "return_path": "anna@example.org",
                    "delivered_to": "support@example.com",
                    "received": [
                      "by store.example.com with LMTP id 1; Mon, 1 Jan 2024 10:00:01 +0000",
                      "from mail.example.org (mail.example.org [192.0.2.7]) by mx.example.com with ESMTPS id 2; Mon, 1 Jan 2024 10:00:00 +0000"
                    ],
                    "received_spf": "pass (mx.example.com: domain of anna@example.org designates 192.0.2.7 as permitted sender)",
                    "from": "Anna Müller <anna@example.org>",
                    "to": "Support <support@example.com>",
                    "subject": "Grüße",
                    "message_id": "<1@example.org>",
                    "content_type": "multipart/mixed; boundary=outer"
                  },
                  "envelope": {
                    "to": "support@example.com",
                    "recipients": ["support@example.com"],
                    "from": "anna@example.org",
                    "helo_domain": "mail.example.org",
                    "remote_ip": "192.0.2.7",
                    "tls": true,
                    "spf": {"result": "pass", "domain": "example.org"}
                  },
                  "plain": "Grüße\\r\\n\\r\\nOn 1/1/24 10:00, Support wrote:\\r\\n> Hello",
                  "html": "<p>Hi</p>",
                  "reply_plain": "Grüße",
                  "attachments": [{
                    "content": "AAEC/w==",
                    "file_name": "dot.png",
                    "content_type": "image/png",
                    "size": "4",
                    "disposition": "inline",
                    "content_id": "<dot@example.org>"
                  }],
                  "kind": "mail"
                }
                """));
    }

    @Test
    void formHasItsFieldsInOrder() throws IOException {
        assertThat(written(Format.MULTIPART)).isEqualTo(form("""
                --boundary
                Content-Disposition: form-data; name="plain"

                Grüße

                On 1/1/24 10:00, Support wrote:
                > Hello
                --boundary
                Content-Disposition: form-data; name="html"

                <p>Hi</p>
                --boundary
                Content-Disposition: form-data; name="reply_plain"

                Grüße
                --boundary
                Content-Disposition: form-data; name="headers[return_path]"

                anna@example.org
                --boundary
                Content-Disposition: form-data; name="headers[delivered_to]"

                support@example.com
                --boundary
                Content-Disposition: form-data; name="headers[received][0]"

                by store.example.com with LMTP id 1; Mon, 1 Jan 2024 10:00:01 +0000
                --boundary
                Content-Disposition: form-data; name="headers[received][1]"

                from mail.example.org (mail.example.org [192.0.2.7]) by mx.example.com with ESMTPS id 2; Mon, 1 Jan 2024 10:00:00 +0000
                --boundary
                Content-Disposition: form-data; name="headers[received_spf]"

                pass (mx.example.com: domain of anna@example.org designates 192.0.2.7 as permitted sender)
                --boundary
                Content-Disposition: form-data; name="headers[from]"

                Anna Müller <anna@example.org>
                --boundary
                Content-Disposition: form-data; name="headers[to]"

                Support <support@example.com>
                --boundary
                Content-Disposition: form-data; name="headers[subject]"

                Grüße
                --boundary
                Content-Disposition: form-data; name="headers[message_id]"

                <1@example.org>
                --boundary
                Content-Disposition: form-data; name="headers[content_type]"

                multipart/mixed; boundary=outer
                --boundary
                Content-Disposition: form-data; name="envelope[to]"

                support@example.com
                --boundary
                Content-Disposition: form-data; name="envelope[recipients][0]"

                support@example.com
                --boundary
                Content-Disposition: form-data; name="envelope[from]"

                anna@example.org
                --boundary
                Content-Disposition: form-data; name="envelope[helo_domain]"

                mail.example.org
                --boundary
                Content-Disposition: form-data; name="envelope[remote_ip]"

                192.0.2.7
                --boundary
                Content-Disposition: form-data; name="envelope[spf][result]"

                pass
                --boundary
                Content-Disposition: form-data; name="envelope[spf][domain]"

                example.org
                --boundary
                Content-Disposition: form-data; name="envelope[tls]"

                true
                --boundary
                Content-Disposition: form-data; name="attachments[]"; filename="dot.png"
                Content-Type: image/png

                \0\1\2%
                --boundary
                Content-Disposition: form-data; name="kind"

                mail
                --boundary--
                """));
    }

    @Test
    void rawHasTheMessageByteForByte() throws IOException {
        assertThat(new String(written(Format.RAW), StandardCharsets.UTF_8))
                .startsWith(
                        "--boundary\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n" + MESSAGE
                                + "\r\n--boundary\r\nContent-Disposition: form-data; name=\"envelope[to]\"\r\n\r\nsupport@example.com")
                .endsWith("\r\n--boundary--\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void lengthIsKnownBeforeAndTheBodyIsRepeatable(Format format) throws IOException {
        byte[] body = written(format);

        assertThat(payload(format).contentLength()).isEqualTo(body.length);
        assertThat(written(format)).isEqualTo(body);
    }

    @Test
    void attachmentNamesCannotAddFields() throws IOException {
        Form form = new Form("boundary");
        form.file("attachments[]", "a\"\r\nX: y", "text/plain\r\nX: y", 0, java.io.InputStream::nullInputStream);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("filename=\"a%22%0D%0AX: y\"\r\nContent-Type: text/plainX: y\r\n\r\n");
    }

    private byte[] written(Format format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payload(format).writeTo(out);
        return out.toByteArray();
    }

    private Payload payload(Format format) throws IOException {
        Message message = MessageDecoder.decode(raw);
        return payloads.of(format, raw, message, Envelope.of(message, "support@example.com"), Map.of());
    }

    /** The lines of a form; in values, a per cent sign is the octet 255. */
    private static byte[] form(String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octets[i] == '%' ? (byte) 255 : octets[i];
        }
        return octets;
    }
}
