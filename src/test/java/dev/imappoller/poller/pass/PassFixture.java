package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Passes over one mailbox, one after another, each of which knows what the one before came to. */
final class PassFixture {
    final FakeMailbox mailbox = new FakeMailbox();
    final FakeEndpoint endpoint = new FakeEndpoint();
    final FakeLedger ledger = new FakeLedger();
    final FakeLeases leases = new FakeLeases();
    final FakeEvents events = new FakeEvents();
    final AtomicLong nanos = new AtomicLong();
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    PollerState state = PollerState.NEW;
    Executor senders = Runnable::run;
    Cutoff cutoff = new Cutoff();

    Outcome pass() {
        return pass(Map.of());
    }

    /** A pass, a minute after the one before. */
    Outcome pass(Map<String, Object> extra) {
        now = now.plusSeconds(60);
        mailbox.commands.clear();
        mailbox.windows.clear();
        endpoint.deliveries.clear();
        Budget budget = Budget.starting(nanos::get, Duration.ofSeconds(45));
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, ledger, leases, events);
        PassContext context = new PassContext(
                budget,
                cutoff,
                now,
                Clock.fixed(now, ZoneOffset.UTC),
                nanos::get,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                senders);
        Outcome outcome = new Pass(Pollers.poller(extra), state, ports, context)
                .make()
                .outcome()
                .orElseThrow();
        boolean ok = outcome.status() == PollerStatus.OK;
        state = new PollerState(
                Optional.of(now),
                ok ? 0 : state.consecutiveFailures() + 1,
                Optional.of(outcome.status()),
                outcome.unread());
        return outcome;
    }

    LedgerRecord record(long uid) {
        return Optional.ofNullable(ledger.records.get(uid)).orElseThrow();
    }
}
