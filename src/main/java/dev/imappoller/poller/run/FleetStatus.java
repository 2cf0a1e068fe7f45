package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of all enabled pollers at the end of a run: new results for those that it polled, and the items' values for the others. So a
 * failing poller still counts when it is not due.
 *
 * @param failing whose status is not OK
 * @param authFailing those among them whose login is refused
 * @param unread messages not yet collected, as far as they are known
 * @param oldestUnreadAt when the oldest of them arrived, as far as it is known
 */
public record FleetStatus(int failing, int authFailing, long unread, Optional<Instant> oldestUnreadAt) {
    private record One(Optional<PollerStatus> status, int unread, Optional<Instant> oldestUnreadAt) {
        boolean is(Predicate<PollerStatus> what) {
            return status.filter(what).isPresent();
        }
    }

    static FleetStatus of(List<PollerEntry> all, List<PassReport> passes) {
        Map<String, Outcome> outcomes =
                passes.stream().collect(Collectors.toMap(PassReport::pollerId, PassReport::outcome));
        List<One> pollers = all.stream()
                .filter(PollerEntry::enabled)
                .map(entry -> one(entry.state(), outcomes.get(entry.pollerId())))
                .toList();
        return new FleetStatus(
                (int) pollers.stream()
                        .filter(poller -> poller.is(status -> status != PollerStatus.OK))
                        .count(),
                (int) pollers.stream()
                        .filter(poller -> poller.is(PollerStatus::isLoginRefused))
                        .count(),
                pollers.stream().mapToLong(One::unread).sum(),
                pollers.stream()
                        .flatMap(poller -> poller.oldestUnreadAt().stream())
                        .min(Instant::compareTo));
    }

    /** If a pass doesn't know a value, the earlier one stays. */
    private static One one(PollerState before, @Nullable Outcome made) {
        Optional<Outcome> pass = Optional.ofNullable(made);
        Optional<PollerStatus> status = pass.map(Outcome::status).or(before::status);
        int unread = pass.map(Outcome::unread)
                .filter(OptionalInt::isPresent)
                .orElse(before.unread())
                .orElse(0);
        Optional<Instant> oldest = pass.flatMap(
                        outcome -> outcome.measurements().oldestUnreadAt())
                .or(before::oldestUnreadAt)
                .filter(any -> unread > 0);
        return new One(status, unread, oldest);
    }
}
