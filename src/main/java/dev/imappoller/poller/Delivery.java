package dev.imappoller.poller;

import dev.imappoller.message.Message;
import dev.imappoller.message.RawMessage;

/**
 * One message on its way to the endpoint.
 *
 * @param webhookId the same for every attempt at this message
 */
public record Delivery(Poller poller, long uid, String webhookId, RawMessage raw, Message message) {}
