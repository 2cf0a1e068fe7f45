package dev.imappoller.poller.operation;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.WebhookId;
import dev.imappoller.poller.item.Poller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sample message that a check posts. It is in no mailbox, and says that it is a test. */
final class Sample {
    /** RFC 2606, section 2: a domain that nobody has. */
    private static final String NOBODY = "test@imap-poller.invalid";

    private static final String BOUNDARY = "imap-poller-sample";

    /** As long as a line of base64 may be (RFC 2045, section 6.8): what an attachment is filled with. */
    private static final byte[] LINE = octets(
            Base64.getEncoder().encodeToString(octets("A line of a sample from IMAP Poller: it is there often.  "))
                    + "\r\n");

    private Sample() {}

    /**
     * A sample for this poller, with a {@code webhook-id} of its own.
     *
     * @param bytes how large it is, if the text alone isn't that large already: the rest is an attachment
     */
    static Delivery of(Poller poller, Instant now, long bytes) {
        // No message has the UID 0, so no delivery has this id.
        String webhookId = WebhookId.of(poller.pollerId(), poller.folder(), now.toEpochMilli(), 0);
        RawMessage raw = sized(poller, webhookId, now, bytes);
        try {
            return new Delivery(poller, 0, webhookId, raw, MessageDecoder.decode(raw), true);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be read", e);
        }
    }

    private static RawMessage sized(Poller poller, String webhookId, Instant now, long bytes) {
        List<String> header = header(poller, webhookId, now);
        List<String> text = text(poller);
        byte[] tail = octets(lines(Stream.of("--" + BOUNDARY + "--")));
        byte[] head = octets(withAttachment(header, text, ""));
        long room = bytes - head.length - tail.length;
        if (room < LINE.length) {
            return RawMessage.of(octets(lines(Stream.of(header, text).flatMap(List::stream))));
        }
        String rest = ".".repeat((int) (room % LINE.length));
        return new RepeatedLine(octets(withAttachment(header, text, rest)), LINE, room / LINE.length, tail);
    }

    /** @param rest of the size, where no program looks at it: above the first part */
    private static String withAttachment(List<String> header, List<String> text, String rest) {
        return lines(Stream.of(
                        header,
                        List.of(
                                "Content-Type: multipart/mixed; boundary=" + BOUNDARY,
                                "",
                                "A sample message." + rest,
                                "--" + BOUNDARY),
                        text,
                        List.of(
                                "--" + BOUNDARY,
                                "Content-Type: application/octet-stream; name=sample.bin",
                                "Content-Disposition: attachment; filename=sample.bin",
                                "Content-Transfer-Encoding: base64",
                                ""))
                .flatMap(List::stream));
    }

    private static String lines(Stream<String> lines) {
        return lines.map(line -> line + "\r\n").collect(Collectors.joining());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> header(Poller poller, String webhookId, Instant now) {
        return List.of(
                "From: IMAP Poller <" + NOBODY + ">",
                "To: <" + (isPlainAddress(poller.username()) ? poller.username() : NOBODY) + ">",
                "Subject: Test message from IMAP Poller",
                "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)),
                "Message-ID: <" + webhookId + "@imap-poller.invalid>",
                "X-Imap-Poller-Test: true",
                "MIME-Version: 1.0");
    }

    private static List<String> text(Poller poller) {
        return List.of(
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                "This is a test message. IMAP Poller made it to check the poller " + poller.pollerId() + ".",
                "Nobody wrote it, and it is in no mailbox.");
    }

    /** Whether it is an address that needs no quotes. */
    private static boolean isPlainAddress(String name) {
        int sign = Math.max(0, name.indexOf('@'));
        return Characters.all(name.substring(0, sign), 1, name.length(), c -> isPlain(c) || "_%+".indexOf(c) >= 0)
                && Characters.all(name.substring(sign + 1), 1, name.length(), Sample::isPlain);
    }

    private static boolean isPlain(int c) {
        return Characters.isAlphanumeric(c) || c == '.' || c == '-';
    }
}
