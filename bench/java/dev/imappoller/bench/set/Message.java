package dev.imappoller.bench.set;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Makes one message of about a wanted size in octets. */
public final class Message {

    /** Begins the Message-ID of every message here. */
    public static final String MARK = "imap-poller-bench-";

    private static final String[] WORDS = {
        "the", "order", "of", "two", "lamps", "and", "one", "chair", "was", "sent", "on", "Monday", "please", "tell",
        "us", "when", "it", "has", "arrived", "in", "Köln", "thank", "you", "very", "much", "for", "waiting"
    };

    private final String id;
    private final Random random;

    public Message(MailSet set, int account, int number) {
        this.id = id(set, account, number);
        this.random = new Random(id.hashCode());
    }

    /** The Message-ID's part before the {@code @}. */
    public static String id(MailSet set, int account, int number) {
        return MARK + set + "-" + account + "-" + number;
    }

    public byte[] text(int size) {
        String head = head("text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit");
        return octets(head + "\n" + prose(size - head.length(), "\n"));
    }

    byte[] alternative(int size) {
        String half = prose(size / 2, "\n");
        return octets(head("multipart/alternative; boundary=\"=_alternative\"")
                + """

                --=_alternative
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                """
                + half
                + """

                --=_alternative
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: 8bit

                <html><body><p>"""
                + prose(size / 2, "</p>\n<p>")
                + "</p></body></html>\n--=_alternative--\n");
    }

    public byte[] withAttachment(int size) {
        // Base64 takes 78 octets of a line for 57.
        byte[] content = new byte[(int) (size * 57L / 78)];
        random.nextBytes(content);
        ByteArrayOutputStream message = new ByteArrayOutputStream(size + MailSet.KIB);
        message.writeBytes(octets(head("multipart/mixed; boundary=\"=_mixed\"") + """

                --=_mixed
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                See the attachment.
                --=_mixed
                Content-Type: application/pdf; name="invoice.pdf"
                Content-Disposition: attachment; filename="invoice.pdf"
                Content-Transfer-Encoding: base64

                """));
        message.writeBytes(Base64.getMimeEncoder().encode(content));
        message.writeBytes(octets("\n--=_mixed--\n"));
        return message.toByteArray();
    }

    private String head(String contentType) {
        return """
                Return-Path: <sender@example.org>
                Delivered-To: recipient@example.com
                Received: from mx.example.org (mx.example.org [192.0.2.25]) by mail.example.com with ESMTPS id NUMBER
                 for <recipient@example.com>; Mon, 05 Jan 2026 10:00:01 +0000
                Received: from sender.example.org (sender.example.org [192.0.2.7]) by mx.example.org with ESMTPSA id NUMBER
                 for <recipient@example.com>; Mon, 05 Jan 2026 10:00:00 +0000
                Date: Mon, 05 Jan 2026 10:00:00 +0000
                From: =?utf-8?Q?J=C3=B6rg?= Sender <sender@example.org>
                To: Recipient <recipient@example.com>
                Message-ID: <NUMBER@example.org>
                Subject: =?utf-8?Q?Bestellung_f=C3=BCr_K=C3=B6ln?= NUMBER
                MIME-Version: 1.0
                Content-Type: TYPE
                """.replace("NUMBER", id).replace("TYPE", contentType);
    }

    private String prose(int length, String paragraph) {
        StringBuilder text = new StringBuilder(length + 80);
        int line = 0;
        while (text.length() < length) {
            String word = WORDS[random.nextInt(WORDS.length)];
            text.append(word).append(' ');
            line += word.length() + 1;
            if (line > 68) {
                text.append(random.nextInt(6) == 0 ? paragraph : "\n");
                line = 0;
            }
        }
        return text.append('\n').toString();
    }

    private static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
