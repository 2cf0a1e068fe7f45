package dev.imappoller.poller;

/** What the parts of one pass over one mailbox have in common. */
record Course(
        Poller poller,
        Pass.Ports ports,
        PassContext context,
        Tally tally,
        History history,
        Suspects suspects,
        Unkept unkept,
        Lease lease,
        Breaker breaker) {
    long nanoTime() {
        return context.nanoTime().getAsLong();
    }
}
