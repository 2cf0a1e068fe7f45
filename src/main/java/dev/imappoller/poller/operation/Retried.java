package dev.imappoller.poller.operation;

/**
 * What came of op {@code retry} for one poller.
 *
 * @param messages how many are going to be tried again
 * @param left how many are not, since the time was up, or another run has taken over
 * @param rejected how many are on record as rejected, and not among them
 */
public record Retried(int messages, int left, int rejected) {
    /** A sentence about it for a person. */
    public String words(String pollerId, RetrySelection wanted) {
        boolean one = wanted.uid().isPresent();
        String words = messages == 0 && left == 0
                ? "There is no such failing message of " + pollerId + "; op failed lists them."
                : messages + " message(s) of " + pollerId + " will be tried again at the next poll.";
        if (left > 0) {
            return words + " " + left + " more are left: ask once more.";
        }
        if (one) {
            return messages > 0 ? words : words + " If it is marked as read, op redeliver has it delivered again.";
        }
        return rejected == 0
                ? words
                : words + " " + rejected + " rejected ones are not among them: op redeliver with \"rejected\":true has"
                        + " those delivered again.";
    }
}
