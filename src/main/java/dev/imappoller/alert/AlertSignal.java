package dev.imappoller.alert;

import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;

/** What a pass has to say of one kind, and the pass that says it. */
record AlertSignal(AlertKind kind, Sign sign, PollerEntry entry, Outcome outcome) {
    String pollerId() {
        return entry.pollerId();
    }
}
