package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FleetStatusTest {
    private static final Instant OLD = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant OLDER = Instant.parse("2026-03-01T07:00:00Z");

    @Test
    void countsPollersThatWereNotPolledByWhatStandsInTheirItems() {
        FleetStatus fleet = FleetStatus.of(
                List.of(
                        entry("not-due", "OK", 4, OLD),
                        entry("left-alone", "AUTH_FAILED", 2, OLDER),
                        entry("no-access", "REAUTH_REQUIRED", 0, OLDER),
                        entry("down", "CONNECT_FAILED", 0, OLDER),
                        Pollers.entry("new")),
                List.of());

        assertThat(fleet).isEqualTo(new FleetStatus(3, 2, 6, Optional.of(OLDER)));
    }

    @Test
    void goesByThePassWhereOneWasMade() {
        FleetStatus fleet = FleetStatus.of(
                List.of(entry("mended", "AUTH_FAILED", 5, OLDER), entry("broke", "OK", 0, OLDER)),
                List.of(
                        pass("mended", PollerStatus.OK, OptionalInt.of(1), Optional.of(OLD)),
                        pass("broke", PollerStatus.ENDPOINT_FAILING, OptionalInt.of(3), Optional.of(OLD))));

        assertThat(fleet).isEqualTo(new FleetStatus(1, 0, 4, Optional.of(OLD)));
    }

    @Test
    void aPassThatCouldNotCountLeavesTheLastCountInForce() {
        FleetStatus fleet = FleetStatus.of(
                List.of(entry("down", "OK", 7, OLDER)),
                List.of(pass("down", PollerStatus.CONNECT_FAILED, OptionalInt.empty(), Optional.empty())));

        assertThat(fleet).isEqualTo(new FleetStatus(1, 0, 7, Optional.of(OLDER)));
    }

    @Test
    void aMailboxThatWasEmptiedHasNoOldestMessage() {
        FleetStatus fleet = FleetStatus.of(
                List.of(entry("emptied", "OK", 7, OLDER)),
                List.of(pass("emptied", PollerStatus.OK, OptionalInt.of(0), Optional.empty())));

        assertThat(fleet).isEqualTo(new FleetStatus(0, 0, 0, Optional.empty()));
    }

    @Test
    void aDisabledPollerIsNobodysTrouble() {
        Map<String, Object> item = item("AUTH_FAILED", 7, OLDER);
        item.put("enabled", false);

        assertThat(FleetStatus.of(List.of(PollerItem.read("off", item)), List.of()))
                .isEqualTo(new FleetStatus(0, 0, 0, Optional.empty()));
    }

    private static PollerEntry entry(String pollerId, String status, int unread, Instant oldest) {
        return PollerItem.read(pollerId, item(status, unread, oldest));
    }

    private static Map<String, Object> item(String status, int unread, Instant oldest) {
        Map<String, Object> item = Pollers.item();
        item.put("status", status);
        item.put("unreadCount", Pollers.number(unread));
        item.put("oldestUnreadAt", oldest.toString());
        return item;
    }

    private static PassReport pass(
            String pollerId, PollerStatus status, OptionalInt unread, Optional<Instant> oldestUnreadAt) {
        return new PassReport(
                pollerId,
                new Outcome(
                        status,
                        "",
                        MessageCounts.NONE,
                        unread,
                        Duration.ZERO,
                        Optional.empty(),
                        new PassMeasurements(List.of(), oldestUnreadAt, false, 0, 0)));
    }
}
