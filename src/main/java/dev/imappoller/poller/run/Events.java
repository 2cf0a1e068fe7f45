package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.operation.OperationEvents;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassEvents;
import org.jspecify.annotations.Nullable;

/** What is worth a line in the log: one method per event, those of its passes and operations among them. */
public interface Events extends PassEvents, OperationEvents {
    /** A pass has ended. */
    void pass(String pollerId, Outcome outcome);

    /** A new or replaced poller was tried at once. */
    void checked(String pollerId, Outcome outcome);

    /** A poller was deleted, and so many records of it with it. */
    void forgotten(String pollerId, int records);

    /** The result of a pass could not be written into its item. */
    void statusNotWritten(String pollerId, String detail);

    /** An alert was mailed, or its end. */
    void alerted(String pollerId, AlertKind kind, boolean cleared);

    /** An alert could not be mailed; it is tried again. */
    void alertFailed(String pollerId, AlertKind kind, String detail);

    /** A secret could not be fetched again, so the value fetched before is used. The detail says why. */
    void secretStale(SecretReference reference, String detail);

    /**
     * A token endpoint has replaced a refresh token, and the new one could not be written down: it is lost when this function's process
     * ends.
     *
     * @param reference where it should be; empty if it stands in the item
     */
    void refreshTokenNotSaved(String pollerId, @Nullable SecretReference reference, String detail);

    /** A run has ended. */
    void run(RunReport report);

    /** A schedule's tick was handed out in so many segments. */
    void handedOut(int segments);

    /** So many segments could not be handed out, and are polled after the next tick. */
    void handOutFailed(int segments, String detail);

    /** Another function polls this segment at the moment. */
    void segmentHeld(int segment);

    /** A run, or an operation by hand, could not be done. */
    void runFailed(String detail);
}
