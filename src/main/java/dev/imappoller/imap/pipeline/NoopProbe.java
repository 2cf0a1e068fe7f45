package dev.imappoller.imap.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * A NOOP, and the commands that were sent before it. If it is answered and they are not, the server has dropped them.
 *
 * @param sentAt as {@link System#nanoTime()}
 */
record NoopProbe(String tag, List<Command> before, long sentAt) {
    /** Longer than an answer is on its way, and so short that few are that come by themselves. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Whether a command is answered now because of this. QUIRK: some servers leave what they have read ahead until more comes. */
    boolean wakes(Command command) {
        return command.isCrowded() && before.contains(command) && System.nanoTime() - sentAt < SOON.toNanos();
    }
}
