package dev.imappoller.alert;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Alerts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Alerts by mail where a sender is set, and by HTTP, which is made ready only once a poller asks for it. */
public final class AllAlerts implements Alerts {
    private final @Nullable Alerts mailed;
    private final Supplier<Alerts> posting;
    private @Nullable Alerts posted;

    /** @param mailed null if no sender is set */
    public AllAlerts(@Nullable Alerts mailed, Supplier<Alerts> posting) {
        this.mailed = mailed;
        this.posting = posting;
    }

    @Override
    public void passEnded(PollerEntry entry, Outcome outcome) {
        if (mailed != null) {
            mailed.passEnded(entry, outcome);
        }
        if (entry.alertHook().isPresent()) {
            posted().passEnded(entry, outcome);
        }
    }

    @Override
    public void await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        if (mailed != null) {
            mailed.await(atMost);
        }
        madeReady().ifPresent(alerts -> alerts.await(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    private synchronized Alerts posted() {
        if (posted == null) {
            posted = posting.get();
        }
        return posted;
    }

    private synchronized Optional<Alerts> madeReady() {
        return Optional.ofNullable(posted);
    }
}
