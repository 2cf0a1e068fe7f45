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
        return message.plain().isEmpty()
                ? Optional.empty()
                : Optional.of(ReplyText.of(message.plain().get().head(LIMIT), message.budget()));
    }
}
