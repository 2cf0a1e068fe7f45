package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a {@link Run} decides around a pass, for the simulator. */
public final class SimRun {
    /** How long after the cut a pass is interrupted. */
    public static final Duration TO_END = Dispatcher.TO_END;

    private static final Events NOBODY_READS = (Events)
            Proxy.newProxyInstance(Events.class.getClassLoader(), new Class<?>[] {Events.class}, (o, m, a) -> null);

    private final PollerEntry entry;
    private final BackoffGate backoffGate;

    public SimRun(PollerEntry entry, Backoffs backoffs, Clock clock) {
        this.entry = entry;
        this.backoffGate = new BackoffGate(backoffs, new FakeCredentials(), NOBODY_READS, clock);
    }

    /** Whether a run that began then makes a pass. */
    public boolean polls(Instant began) {
        return Due.isDue(entry, began) && backoffGate.mayBePolled(entry);
    }

    /** What is written of a pass. */
    public Outcome after(Outcome made) {
        return backoffGate.after(entry, made);
    }

    /** What is written of a pass that hangs. */
    public static Outcome unfinished() {
        return PollerIsolation.unfinished().outcome().orElseThrow();
    }

    /** Whether a pass that ended so is followed by a backoff. */
    public static boolean backsOff(PollerStatus status) {
        return BackoffPolicy.backsOff(status);
    }
}
