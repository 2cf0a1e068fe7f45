package dev.imappoller.poller;

import java.util.Optional;

/** What is worth a line in the log: one method per event. */
public interface Events {
    /** A message was posted, whatever the verdict. */
    void delivery(Delivery delivery, Answer answer, Verdict verdict);

    /** A message could not be fetched, so it was not posted and stays unread. */
    void fetchRefused(Poller poller, long uid, String detail);

    /** A message is above the poller's {@code maxMessageBytes}, and stays unread. */
    void tooLarge(Poller poller, long uid, long size);

    /** A message failed so often that it is not tried any more, and stays unread. */
    void parked(Poller poller, long uid, int attempts, String detail);

    /** A message was marked as read by hand, without being delivered. */
    void skipped(String pollerId, long uid);

    /** Another run delivers this poller's messages at the moment, or has taken over. */
    void leaseHeld(String pollerId);

    /** Messages have their final answer but could not be marked as seen: the next pass does that. */
    void markFailed(Poller poller, int messages, String detail);

    /** A pass has ended. */
    void pass(String pollerId, Outcome outcome);

    /** A new or replaced poller was tried at once. */
    void checked(String pollerId, Outcome outcome);

    /** A poller was deleted, and so many records of it with it. */
    void forgotten(String pollerId, int records);

    /** A pass ended by an error in this program; its message may hold anything, so only its kind and place are logged. */
    void internalError(String pollerId, Throwable error);

    /** What a pass came to could not be written into its item. */
    void statusNotWritten(String pollerId, String detail);

    /** The State table could not be read or written; what it would have told is done again in the next pass. */
    void ledgerFailed(String pollerId, String detail);

    /** Somebody was told of trouble, or of its end. */
    void alerted(String pollerId, AlertKind kind, boolean cleared);

    /** Nobody could be told; it is tried again. */
    void alertFailed(String pollerId, AlertKind kind, String detail);

    /** A secret could not be fetched again, so its text of before is used; the detail says why. */
    void secretStale(SecretReference reference, String detail);

    /**
     * A token endpoint has replaced a refresh token, and the new one could not be written down: it is lost when this function's process
     * ends.
     *
     * @param reference where it should be; empty if it stands in the item
     */
    void refreshTokenNotSaved(String pollerId, Optional<SecretReference> reference, String detail);

    /** A run has ended. */
    void run(RunReport report);

    /** A schedule's tick was handed out in so many segments. */
    void handedOut(int segments);

    /** So many segments could not be handed out, and are polled after the next tick. */
    void handOutFailed(int segments, String detail);

    /** Another function polls this segment at the moment. */
    void segmentHeld(int segment);

    /** A run, or what was asked for by hand, could not be done. */
    void runFailed(String detail);
}
