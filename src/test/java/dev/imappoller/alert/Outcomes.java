package dev.imappoller.alert;

import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What passes came to, for the tests of alerts. */
final class Outcomes {
    private Outcomes() {}

    static Outcome outcome(PollerStatus status, MessageCounts counts) {
        return outcome(status, counts, 0, 0);
    }

    static Outcome outcome(PollerStatus status, MessageCounts counts, int newlyParked, int newlyTooLarge) {
        return new Outcome(
                status,
                "What happened.",
                counts,
                OptionalInt.of(0),
                Duration.ZERO,
                Optional.empty(),
                new PassMeasurements(List.of(), Optional.empty(), false, newlyParked, newlyTooLarge));
    }
}
