package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.reply.ReplyText;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reply in a message's text, as the webhook has it. */
final class ReplyPlain {
    /** What is looked at, in characters: nobody types more, and it is held in memory. */
    private static final int LIMIT = 512 * 1024;

    private ReplyPlain() {}

    static Optional<String> in(Message message) throws IOException {
        return in(head(message).orElse(null), message);
    }

    /** @param head the beginning of the message's plain text; where a reply has none, what its HTML shows is looked at */
    static Optional<String> in(@Nullable String head, Message message) throws IOException {
        boolean answers = message.isReply();
        Optional<String> text =
                head == null && answers ? head(message.readable().orElse(null)) : Optional.ofNullable(head);
        return text.flatMap(written -> ReplyText.of(written, answers, message.budget()));
    }

    /** As much of the message's plain text as is looked at. */
    static Optional<String> head(Message message) throws IOException {
        return head(message.plain().orElse(null));
    }

    private static Optional<String> head(@Nullable TextBody text) throws IOException {
        return text == null ? Optional.empty() : Optional.of(text.head(LIMIT));
    }

    /** Whether that is all of the text, which need not be read again then. */
    static boolean isWhole(String head) {
        return head.length() < LIMIT - 1; // Half a character may have been cut off.
    }
}
