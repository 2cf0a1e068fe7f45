package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.Turn;
import dev.imappoller.poller.mailbox.Listed;

/** A message that a pass is to deliver, and when. */
record Planned(Listed message, Turn turn) {
    long uid() {
        return message.uid();
    }
}
