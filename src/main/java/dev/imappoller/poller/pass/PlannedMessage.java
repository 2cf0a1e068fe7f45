package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;

/** A message that a pass is to deliver, and when. */
record PlannedMessage(MessageSummary message, DeliveryOrder turn) {
    long uid() {
        return message.uid();
    }
}
