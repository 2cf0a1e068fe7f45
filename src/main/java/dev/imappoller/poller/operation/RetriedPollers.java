package dev.imappoller.poller.operation;

import dev.imappoller.poller.status.Phrases;
import java.util.List;
import java.util.Optional;

/**
 * What came of op {@code retry} for many pollers.
 *
 * @param messages how many are going to be tried again
 * @param pollers how many pollers those are of
 * @param underWay the pollers whose messages are left as they are, since a pass is under way
 * @param failed the pollers whose records could not be read or written
 * @param trouble why the last of these could not be
 * @param next the first poller that was not reached, or not done; empty if all were
 */
public record RetriedPollers(
        int messages,
        int pollers,
        List<String> underWay,
        List<String> failed,
        Optional<String> trouble,
        Optional<String> next) {
    private static final int MOST_NAMED = 10;

    public RetriedPollers {
        underWay = List.copyOf(underWay);
        failed = List.copyOf(failed);
    }

    /** What was done, for a person. */
    public String words() {
        String words = messages == 0
                ? "No parked message was found."
                : messages + " parked message(s) of " + pollers + " poller(s) will be tried again at the next poll.";
        if (!underWay.isEmpty()) {
            words += " Those of " + Phrases.list(underWay, MOST_NAMED)
                    + " are left as they are, since a pass is under way: ask again in a minute.";
        }
        return next.isEmpty() ? words : words + " Not all pollers were reached: ask for the others with \"next\".";
    }

    /** What went wrong, for a person; empty if nothing did. */
    public Optional<String> error() {
        return trouble.map(why -> "Those of " + Phrases.list(failed, MOST_NAMED) + " may be left as they are: " + why);
    }
}
