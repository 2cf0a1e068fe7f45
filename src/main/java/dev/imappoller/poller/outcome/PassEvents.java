package dev.imappoller.poller.outcome;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;

/** What a pass has to say in the log: one method per event. */
public interface PassEvents {
    /** A message was posted, whatever the verdict. */
    void delivery(Delivery delivery, Answer answer, Verdict verdict);

    /** A message could not be fetched, so it was not posted and stays unread. */
    void fetchRefused(Poller poller, long uid, String detail);

    /** A message is above the poller's {@code maxMessageBytes}, and stays unread. */
    void tooLarge(Poller poller, long uid, long size);

    /** A message failed so often that it is not tried any more, and stays unread. */
    void parked(Poller poller, long uid, int attempts, String detail);

    /** Another run delivers this poller's messages at the moment, or has taken over. */
    void leaseHeld(String pollerId);

    /** Messages have their final answer but could not be marked as seen: the next pass does that. */
    void markFailed(Poller poller, int messages, String detail);

    /** Delivered messages are marked, and could not be moved, deleted or given a keyword: a later pass tries again. */
    void filingFailed(Poller poller, int messages, String detail);

    /** A pass ended by an error in this program; its message may hold anything, so only its kind and place are logged. */
    void internalError(String pollerId, Throwable error);

    /** The State table could not be read or written; what it would have told is done again in the next pass. */
    void ledgerFailed(String pollerId, String detail);
}
