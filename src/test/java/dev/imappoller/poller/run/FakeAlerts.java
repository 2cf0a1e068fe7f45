package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps whom a run wanted to tell. */
final class FakeAlerts implements Alerts {
    final List<String> ended = new CopyOnWriteArrayList<>();
    boolean awaited;

    @Override
    public void passEnded(PollerEntry entry, Outcome outcome) {
        ended.add(entry.pollerId() + " " + outcome.status());
    }

    @Override
    public void await(Duration atMost) {
        awaited = true;
    }
}
