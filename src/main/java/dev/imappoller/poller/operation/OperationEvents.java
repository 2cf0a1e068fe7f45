package dev.imappoller.poller.operation;

/** What an operation by hand has to say in the log. */
public interface OperationEvents {
    /** A message was marked as read by hand, without being delivered. */
    void skipped(String pollerId, long uid);

    /** So many messages that had their final answer are delivered again, since somebody asked for it. */
    void redelivered(String pollerId, int messages);
}
