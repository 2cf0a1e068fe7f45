package dev.imappoller.poller;

/** A message that a pass is to deliver, and when. */
record Planned(Listed message, Turn turn) {
    long uid() {
        return message.uid();
    }
}
