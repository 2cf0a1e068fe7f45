package dev.imappoller.poller.run;

/** What an alert is about. */
public enum AlertKind {
    /** The poller's mailbox can't be read, or its item is wrong. */
    POLLER_FAILING,
    /** The web app takes nothing. */
    ENDPOINT_FAILING,
    /** The web app rejected messages, which are now marked as read. */
    REJECTED,
    /** Messages failed so often that they are not tried any more. */
    PARKED,
    /** Messages are above {@code maxMessageBytes}. */
    TOO_LARGE
}
