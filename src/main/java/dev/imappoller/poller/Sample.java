package dev.imappoller.poller;

import dev.imappoller.message.Characters;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.RawMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The message that a check posts: it is in no mailbox, and says of itself that it is a test. */
final class Sample {
    /** RFC 2606, section 2: a domain that nobody has. */
    private static final String NOBODY = "test@imap-poller.invalid";

    private Sample() {}

    /** A sample for this poller, with a {@code webhook-id} of its own. */
    static Delivery of(Poller poller, Instant now) {
        // No message has the UID 0, so no delivery has this id.
        String webhookId = WebhookId.of(poller.pollerId(), poller.folder(), now.toEpochMilli(), 0);
        RawMessage raw = RawMessage.of(text(poller, webhookId, now).getBytes(StandardCharsets.UTF_8));
        try {
            return new Delivery(poller, 0, webhookId, raw, MessageDecoder.decode(raw), true);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be read", e);
        }
    }

    private static String text(Poller poller, String webhookId, Instant now) {
        return String.join(
                "\r\n",
                "From: IMAP Poller <" + NOBODY + ">",
                "To: <" + (isPlainAddress(poller.username()) ? poller.username() : NOBODY) + ">",
                "Subject: Test message from IMAP Poller",
                "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)),
                "Message-ID: <" + webhookId + "@imap-poller.invalid>",
                "X-Imap-Poller-Test: true",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                "This is a test message. IMAP Poller made it to check the poller " + poller.pollerId() + ".",
                "Nobody wrote it, and it is in no mailbox.",
                "");
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
