package dev.imappoller.poller.endpoint;

import dev.imappoller.message.Message;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Poller;

/**
 * One message on its way to the endpoint.
 *
 * @param webhookId the same for every attempt at this message
 * @param test whether it is a check's sample, which is marked so for whoever receives it
 */
public record Delivery(Poller poller, long uid, String webhookId, RawMessage raw, Message message, boolean test) {
    /** A message from a mailbox. */
    public Delivery(Poller poller, long uid, String webhookId, RawMessage raw, Message message) {
        this(poller, uid, webhookId, raw, message, false);
    }

    /** How large the message is as it came, in octets. */
    public long bytes() {
        return raw.size();
    }
}
