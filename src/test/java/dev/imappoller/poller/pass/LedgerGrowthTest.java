package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.LedgerRecords;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The ledger stays small, and costs a pass neither its lease nor much time, however much fails or is gone. */
class LedgerGrowthTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final AtomicLong nanos = new AtomicLong();
    private PollerState before = PollerState.NEW;

    @Test
    void anEndpointThatFailsEveryMessageFillsNoLedger() {
        LongStream.rangeClosed(1, 1000).forEach(mailbox::with);
        endpoint.otherwise = status(500);

        for (int pass = 1; pass <= 3; pass++) {
            pass(Map.of());
            assertThat(ledger.records).hasSizeLessThanOrEqualTo(25 * pass);
        }

        assertThat(endpoint.uids()).hasSize(900);
    }

    @Test
    void whatFailsAmongOthersThatGetThroughIsOnRecordToTheLast() {
        LongStream.rangeClosed(1, 60).forEach(uid -> {
            mailbox.with(uid);
            endpoint.answers.put(uid, status(500));
        });
        mailbox.with(61);

        pass(Map.of());

        assertThat(ledger.records).hasSize(60);
        assertThat(mailbox.seen).containsExactly(61L);
    }

    @Test
    void attemptsAreChargedToEveryMessageWhereTheyAreCounted() {
        LongStream.rangeClosed(1, 60).forEach(mailbox::with);
        endpoint.otherwise = status(500);

        pass(Map.of("maxAttempts", number(1)));

        assertThat(ledger.records).hasSize(60);
        assertThat(ledger.records.values()).extracting(LedgerRecord::state).containsOnly(State.PARKED);
    }

    @Test
    void forgettingVeryManyKeepsTheLeaseAndNoMessageWaiting() {
        mailbox.with(1);
        LongStream.rangeClosed(1001, 2000)
                .forEach(uid -> ledger.records.put(uid, LedgerRecords.of(uid, State.DEFERRED)));
        ledger.onWrite = () -> {
            assertThat(endpoint.uids()).as("posted before anything is removed").containsExactly(1L);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        };

        pass(Map.of());

        assertThat(ledger.records).isEmpty();
        assertThat(leases.taken)
                .as("times that the lease was taken and renewed")
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void removesNothingMoreOnceAnotherPassHasTheLease() {
        mailbox.with(1);
        LongStream.rangeClosed(1001, 2000)
                .forEach(uid -> ledger.records.put(uid, LedgerRecords.of(uid, State.DEFERRED)));
        ledger.onWrite = () -> {
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            leases.takenOverUntil("support", NOW.plusSeconds(60));
        };

        pass(Map.of());

        assertThat(ledger.records).hasSize(975);
    }

    private Outcome pass(Map<String, Object> extra) {
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, ledger, leases, events);
        PassContext context = new PassContext(
                Budget.starting(nanos::get, Duration.ofMinutes(45)),
                new Cutoff(),
                NOW,
                Clock.fixed(NOW, ZoneOffset.UTC),
                nanos::get,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                Runnable::run);
        Outcome outcome = new Pass(Pollers.poller(extra), before, ports, context)
                .make()
                .outcome()
                .orElseThrow();
        before = new PollerState(Optional.of(NOW), 0, Optional.of(outcome.status()), OptionalInt.empty());
        return outcome;
    }
}
