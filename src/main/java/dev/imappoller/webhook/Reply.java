package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.ReplyText;
import java.io.IOException;
import java.util.Optional;

/** The reply in a message's plain text, as the webhook has it. */
final class Reply {
    /** What is looked at, in characters: nobody types more, and it is held in memory. */
    private static final int LIMIT = 512 * 1024;

    private Reply() {}

    static Optional<String> in(Message message) throws IOException {
        return in(head(message), message);
    }

    /** @param head the beginning of the message's text */
    static Optional<String> in(Optional<String> head, Message message) {
        return head.map(text -> ReplyText.of(text, message.budget()));
    }

    /** As much of the message's plain text as is looked at. */
    static Optional<String> head(Message message) throws IOException {
        return message.plain().isEmpty()
                ? Optional.empty()
                : Optional.of(message.plain().get().head(LIMIT));
    }

    /** Whether that is all of the text, which need not be read again then. */
    static boolean isWhole(String head) {
        return head.length() < LIMIT - 1; // Half a character may have been cut off.
    }
}
