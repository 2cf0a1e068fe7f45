package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import java.time.Duration;
import java.time.Instant;

/** Tells whether a poller is due. */
final class Due {
    /**
     * A poller is due this much before its interval has passed. The schedule's ticks vary by some seconds. Without this, a poller with an
     * interval of one minute would miss every tick that comes a little early.
     */
    static final Duration TOLERANCE = Duration.ofSeconds(30);

    private Due() {}

    /** True if the interval has passed, or if the last poll lies in the future (a clock was set back, or a person wrote it). */
    static boolean isDue(PollerEntry entry, Instant now) {
        return entry.state()
                .lastPollAt()
                .map(last -> last.isAfter(now)
                        || !now.isBefore(last.plus(entry.interval()).minus(TOLERANCE)))
                .orElse(true);
    }
}
