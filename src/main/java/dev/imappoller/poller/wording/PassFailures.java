package dev.imappoller.poller.wording;

import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.List;

/** What is said where an item can't be polled, or where something of this program or its tables fails. */
public final class PassFailures {
    private PassFailures() {}

    /** @param problems of the item, one for each attribute */
    public static Failure invalidItem(List<String> problems) {
        return new Failure(PollerStatus.INVALID_CONFIG, "Correct this item: " + String.join("; ", problems) + ".");
    }

    public static Failure internalError(Throwable error) {
        return new Failure(
                PollerStatus.INTERNAL_ERROR,
                "This is an error in IMAP Poller itself (" + error.getClass().getSimpleName()
                        + "); the log says where. What was not marked as read is tried again at the next poll.");
    }

    /** The same over one message; to be told of it, without a full stop. */
    public static Failure internalErrorOver(Throwable error) {
        return new Failure(
                PollerStatus.INTERNAL_ERROR,
                "an error in IMAP Poller itself (" + error.getClass().getSimpleName() + "); the log says where");
    }

    public static Failure unfinished() {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                "The pass had not ended when the run's time was up. It is tried again at the next poll.");
    }

    /** To be told of the messages that were under way, without a full stop. */
    public static Failure brokenOff() {
        return new Failure(PollerStatus.INTERNAL_ERROR, "the pass broke off");
    }

    /** @param detail which table, what is wrong and what to do */
    public static Failure table(String detail) {
        return new Failure(PollerStatus.INTERNAL_ERROR, detail);
    }

    /** The same of a table without which no message may be posted. */
    public static Failure tableNeeded(String detail) {
        return new Failure(
                PollerStatus.INTERNAL_ERROR,
                detail + " Without it messages might be delivered twice, so none was posted; it is tried again"
                        + " at the next poll.");
    }

    /** To be told of a message, without a full stop. */
    public static Failure fileUnreadable() {
        return new Failure(PollerStatus.INTERNAL_ERROR, "the temporary file could not be read again");
    }

    /** To be told of a message, without a full stop. */
    public static Failure tooManyParts(long uid) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                "message " + uid
                        + " has so many header fields or parts that few like it are posted at the same"
                        + " time, and its turn did not come");
    }
}
