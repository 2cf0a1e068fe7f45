package dev.imappoller.poller.pass;

import dev.imappoller.imap.AngusMailboxes;
import dev.imappoller.imap.LocalPoller;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Delivers a message, for a poller that moves it then or not. */
final class UnusedFilingProcess {
    private UnusedFilingProcess() {}

    public static void main(String[] args) {
        try (MemoryImapServer server = MemoryImapServer.start().announcing(MemoryImapServer.CAPABILITIES + " MOVE")) {
            server.append("user", "INBOX", TestMail.message("one"));
            Poller poller = LocalPoller.at(
                    server, args.length == 0 ? Map.of() : Map.of("afterDelivery", Map.of("move", args[0])));
            TargetGuard guard =
                    new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
            Pass.Ports ports = new Pass.Ports(
                    new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty())),
                    new FakeEndpoint(),
                    new FakeLedger(),
                    new FakeLeases(),
                    new FakeEvents());
            PassContext context = new PassContext(
                    Budget.starting(System::nanoTime, Duration.ofSeconds(45)),
                    new Cutoff(),
                    Clock.systemUTC().instant(),
                    Clock.systemUTC(),
                    System::nanoTime,
                    new InFlightLimit(100_000_000, 100_000_000),
                    8,
                    Runnable::run);
            Outcome outcome = new Pass(poller, PollerState.NEW, ports, context)
                    .make()
                    .outcome()
                    .orElseThrow();
            System.out.println(outcome.detail() + " Left: " + server.flags("user", "INBOX") + ". Remembers "
                    + outcome.lastAnswered().orElseThrow());
        }
    }
}
