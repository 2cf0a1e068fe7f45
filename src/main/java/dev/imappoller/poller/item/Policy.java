package dev.imappoller.poller.item;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is delivered, how much of it, how often a message is tried, and what is done with it then.
 *
 * @param maxMessages messages delivered in one pass, 1 or more
 * @param maxMessageBytes the largest message that is fetched, in octets
 * @param retryStatuses 4xx codes that defer a message instead of rejecting it
 * @param maxAttempts answered failures after which a message is parked
 * @param retryBackoff whether a message that failed waits ever longer before it is tried again
 * @param afterDelivery what is done with a message that has its final answer, besides marking it
 * @param filter what a message must match to be delivered; empty: all are
 */
public record Policy(
        int maxMessages,
        long maxMessageBytes,
        Set<Integer> retryStatuses,
        OptionalInt maxAttempts,
        boolean retryBackoff,
        Optional<AfterDelivery> afterDelivery,
        Optional<SearchKey> filter) {
    public Policy {
        retryStatuses = Set.copyOf(retryStatuses);
    }
}
