package dev.imappoller.alert;

import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import java.time.Instant;

/** What a pass has to say of one kind, the pass that says it, and when that was. */
record AlertSignal(AlertKind kind, Sign sign, PollerEntry entry, Outcome outcome, Instant noticedAt) {
    String pollerId() {
        return entry.pollerId();
    }
}
