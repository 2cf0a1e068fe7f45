package dev.imappoller.alert;

import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.poller.AlertKind;
import dev.imappoller.poller.Outcome;
import dev.imappoller.poller.PollerEntry;

/** What a pass has to say of one kind, and the pass that says it. */
record News(AlertKind kind, Sign sign, PollerEntry entry, Outcome outcome) {
    String pollerId() {
        return entry.pollerId();
    }
}
