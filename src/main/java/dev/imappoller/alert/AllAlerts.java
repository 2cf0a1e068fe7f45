package dev.imappoller.alert;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Alerts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Alerts by mail where a sender is set, and by HTTP, which is made ready only once a poller asks for it. */
public final class AllAlerts implements Alerts {
    private final Optional<Alerts> mailed;
    private final Supplier<Alerts> posting;
    private Optional<Alerts> posted = Optional.empty();

    public AllAlerts(Optional<Alerts> mailed, Supplier<Alerts> posting) {
        this.mailed = mailed;
        this.posting = posting;
    }

    @Override
    public void passEnded(PollerEntry entry, Outcome outcome) {
        mailed.ifPresent(alerts -> alerts.passEnded(entry, outcome));
        if (entry.alertHook().isPresent()) {
            posted().passEnded(entry, outcome);
        }
    }

    @Override
    public void await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        mailed.ifPresent(alerts -> alerts.await(atMost));
        madeReady().ifPresent(alerts -> alerts.await(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    private synchronized Alerts posted() {
        Alerts alerts = posted.orElseGet(posting);
        posted = Optional.of(alerts);
        return alerts;
    }

    private synchronized Optional<Alerts> madeReady() {
        return posted;
    }
}
