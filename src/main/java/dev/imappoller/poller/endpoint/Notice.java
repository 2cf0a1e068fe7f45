package dev.imappoller.poller.endpoint;

import java.time.Instant;
import java.util.Objects;

/**
 * What a program is told of a poller; nothing of what a message says.
 *
 * @param id the same for the same news, so that a program recognizes what comes again
 * @param type what has changed, such as {@code poller.failing}
 * @param status the poller's
 * @param detail what happened
 * @param since when it was first noticed
 * @param command shows more
 */
public record Notice(
        String id,
        String type,
        Instant at,
        String pollerId,
        String status,
        String detail,
        Instant since,
        String whatToDo,
        String command) {
    public Notice {
        Objects.requireNonNull(id);
        Objects.requireNonNull(type);
        Objects.requireNonNull(at);
        Objects.requireNonNull(pollerId);
        Objects.requireNonNull(status);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(since);
        Objects.requireNonNull(whatToDo);
        Objects.requireNonNull(command);
    }
}
