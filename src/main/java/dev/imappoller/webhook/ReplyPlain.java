package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.reply.ReplyText;
import java.io.IOException;
import java.util.Optional;

/** The reply in a message's text, as the webhook has it. */
final class ReplyPlain {
    /** What is looked at, in characters: nobody types more, and it is held in memory. */
    private static final int LIMIT = 512 * 1024;

    private ReplyPlain() {}

    static Optional<String> in(Message message) throws IOException {
        return in(head(message), message);
    }

    /** @param head the beginning of the message's plain text; where a reply has none, what its HTML shows is looked at */
    static Optional<String> in(Optional<String> head, Message message) throws IOException {
        boolean answers = message.isReply();
        Optional<String> text = head.isEmpty() && answers ? head(message.readable()) : head;
        return text.flatMap(written -> ReplyText.of(written, answers, message.budget()));
    }

    /** As much of the message's plain text as is looked at. */
    static Optional<String> head(Message message) throws IOException {
        return head(message.plain());
    }

    private static Optional<String> head(Optional<TextBody> text) throws IOException {
        return text.isEmpty() ? Optional.empty() : Optional.of(text.get().head(LIMIT));
    }

    /** Whether that is all of the text, which need not be read again then. */
    static boolean isWhole(String head) {
        return head.length() < LIMIT - 1; // Half a character may have been cut off.
    }
}
