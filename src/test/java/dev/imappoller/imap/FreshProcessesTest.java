package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.pass.InFlightLimit;
import dev.imappoller.poller.pass.Pass;
import dev.imappoller.poller.pass.PassContext;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestClock;
import dev.imappoller.testing.TestMail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that can't take commands ahead, polled by one fresh process after another: each knows only what stands in the item. */
class FreshProcessesTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration ENOUGH = Duration.ofSeconds(10);
    private static final Timeouts IMPATIENT = new Timeouts(
            ENOUGH, ENOUGH, ENOUGH, Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(4), ENOUGH);
    private static final Timeouts PATIENT = new Timeouts(
            ENOUGH, ENOUGH, ENOUGH, Duration.ofSeconds(3), Duration.ofSeconds(90), Duration.ofSeconds(90), ENOUGH);

    private static final Predicate<ImapCommand> SELECTS = command -> command.is("SELECT");
    private static final Predicate<ImapCommand> LISTS =
            command -> command.text().startsWith("UID SEARCH UID");
    private static final Predicate<ImapCommand> MOVES = command -> command.is("UID FETCH", "UID STORE");

    private final MemoryImapServer server = MemoryImapServer.start().announcing("IMAP4rev1 SASL-IR AUTH=PLAIN");
    private final List<Long> uids = new ArrayList<>(server.append(
            "user", "INBOX", TestMail.message("one"), TestMail.message("two"), TestMail.message("three")));
    private final AtomicInteger ahead = new AtomicInteger();
    private final TestClock clock = new TestClock();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private Timeouts timeouts = IMPATIENT;
    private volatile Cutoff cutoff = new Cutoff();
    private PollerState item = PollerState.NEW;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatHappensOverASelectIsMendedInThePassAndKnownToTheNext(Fault fault) {
        isMendedInThePassAndKnownToTheNext(fault, SELECTS);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatHappensOverAListingToo(Fault fault) {
        isMendedInThePassAndKnownToTheNext(fault, LISTS);
    }

    private void isMendedInThePassAndKnownToTheNext(Fault fault, Predicate<ImapCommand> where) {
        server.behaving(having(fault, where));

        assertThat(pass().status()).isEqualTo(PollerStatus.OK);
        assertThat(endpoint.uids()).isEqualTo(uids);
        assertThat(ahead).hasPositiveValue();
        assertThat(item.noPipelining()).isPresent();

        nothingIsSentAheadByTheNext();
    }

    private void nothingIsSentAheadByTheNext() {
        uids.addAll(server.append("user", "INBOX", TestMail.message("more")));
        ahead.set(0);
        int connections = server.connections();
        int commands = server.commands().size();

        assertThat(pass().status()).isEqualTo(PollerStatus.OK);

        assertThat(endpoint.uids()).containsExactlyInAnyOrderElementsOf(uids);
        assertThat(ahead).hasValue(0);
        assertThat(server.connections()).isEqualTo(connections + 1);
        assertThat(server.commandsAfter(commands))
                .as("one before the listing, none to find out what was dropped")
                .filteredOn(command -> command.is("NOOP"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANGS", "HANGS_AT_THE_NEXT", "CLOSES", "SAYS_BYE"})
    void whatHappensOverMessagesIsMendedByTheNextPassAtTheLatest(Fault fault) {
        uids.addAll(server.append("user", "INBOX", new byte[2_500_000], new byte[2_500_000]));
        server.behaving(having(fault, MOVES));

        pass();
        assertThat(item.noPipelining()).isPresent();
        pass();
        pass();

        assertThat(endpoint.uids()).containsExactlyInAnyOrderElementsOf(uids);
        nothingIsSentAheadByTheNext();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANGS", "HANGS_AT_THE_NEXT"})
    void whoSelectsNothingIsAskedAgainLongBeforeTheRunEnds(Fault fault) {
        timeouts = PATIENT;
        server.announcing(MemoryImapServer.CAPABILITIES).behaving(having(fault, command -> command.is("ID")));
        long began = System.nanoTime();

        assertThat(pass().status()).isEqualTo(PollerStatus.OK);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENT.search());
        assertThat(endpoint.uids()).isEqualTo(uids);
        assertThat(server.connections()).isEqualTo(2);
        nothingIsSentAheadByTheNext();
    }

    /** A search may take as long as the run, so that it hangs is only known at the end of that. */
    @Test
    void whoHangsUntilTheRunEndsGetsOneByOneFromTheNextProcess() {
        timeouts = PATIENT;
        ImapBehaviour hanging = having(Fault.HANGS_AT_THE_NEXT, SELECTS);
        server.behaving(turn -> {
            boolean hangs = turn.command().is("UID SEARCH") && ahead.get() > 0;
            if (hangs && turn.anotherComes(LONG)) { // It was asked whether it is there.
                cutoff.cut();
            }
            hanging.on(turn);
        });

        assertThat(pass().status()).isNotEqualTo(PollerStatus.OK);
        assertThat(item.noPipelining()).isPresent();

        ahead.set(0);
        assertThat(pass().status()).isEqualTo(PollerStatus.OK);
        assertThat(endpoint.uids()).isEqualTo(uids);
    }

    @Test
    void theSearchThatWasCarriedOutTooEarlyIsNoneFromThenOn() {
        server.behaving(turn -> {
            boolean early = turn.command().is("UID SEARCH") && ahead.getAndSet(0) > 0;
            if (turn.command().is("SELECT") && turn.anotherComes(SOON)) {
                ahead.incrementAndGet();
            }
            turn.say(
                    early
                            ? turn.command().tag() + " OK nothing is selected\r\n"
                            : turn.perform().text());
        });

        assertThat(pass().status()).isEqualTo(PollerStatus.OK);

        assertThat(endpoint.uids()).isEqualTo(uids);
        assertThat(item.noPipelining()).isPresent();
    }

    @Test
    void whoIsMendedGetsCommandsAheadAgainSomeDaysLater() {
        server.behaving(having(Fault.REFUSES_THE_NEXT, SELECTS));
        pass();
        server.behaving(having(Fault.NONE, SELECTS));
        ahead.set(0);
        clock.advance(NoPipelining.LONGEST.minusSeconds(1));
        pass();
        assertThat(ahead).hasValue(0);

        clock.advance(Duration.ofSeconds(1));
        pass();
        assertThat(ahead).hasPositiveValue();

        clock.advance(NoPipelining.LONGEST);
        pass();
        assertThat(item.noPipelining()).isEmpty();
    }

    @Test
    void whoEndsTheSessionForAnotherReasonIsNotSuspected() {
        server.behaving(turn -> {
            if (turn.command().is("SELECT") && anotherCame(turn)) {
                turn.say("* BYE Too many connections\r\n");
                turn.close();
            } else {
                turn.answer();
            }
        });

        assertThat(pass().status()).isEqualTo(PollerStatus.THROTTLED);

        assertThat(item.noPipelining()).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void nothingIsKnownAgainstAnOrdinaryServer() {
        server.behaving(having(Fault.NONE, SELECTS));

        pass();

        assertThat(ahead).hasPositiveValue();
        assertThat(item.noPipelining()).isEmpty();
        assertThat(endpoint.uids()).isEqualTo(uids);
    }

    /** What a server does at a command where another has come meanwhile, and at that other one. */
    private enum Fault {
        NONE(ImapTurn::answer, ImapTurn::answer),
        HANGS(ImapTurn::hang, ImapTurn::hang),
        HANGS_AT_THE_NEXT(ImapTurn::answer, ImapTurn::hang),
        CLOSES(ImapTurn::close, ImapTurn::answer),
        RESETS(ImapTurn::reset, ImapTurn::answer),
        SAYS_BYE(
                turn -> {
                    turn.say("* BYE one command at a time\r\n");
                    turn.close();
                },
                ImapTurn::answer),
        DROPS_THE_NEXT(ImapTurn::answer, turn -> {}),
        KEEPS_THE_NEXT(ImapTurn::answer, turn -> {
            turn.anotherComes(LONG);
            turn.answer();
        }),
        REFUSES_THE_NEXT(ImapTurn::answer, ImapBehaviour.refusing("BAD one command at a time")),
        REFUSES_THE_NEXT_BY_NO(ImapTurn::answer, ImapBehaviour.refusing("NO [CLIENTBUG] one command at a time")),
        REFUSES_BOTH(
                ImapBehaviour.refusing("BAD one command at a time"), ImapBehaviour.refusing("BAD as I said already")),
        ANSWERS_THE_NEXT_BY_ANOTHERS_TAG(
                ImapTurn::answer,
                turn -> turn.say(turn.perform().ending("another OK done\r\n").text()));

        private final ImapBehaviour first;
        private final ImapBehaviour next;

        Fault(ImapBehaviour first, ImapBehaviour next) {
            this.first = first;
            this.next = next;
        }
    }

    private ImapBehaviour having(Fault fault, Predicate<ImapCommand> where) {
        Set<Integer> next = ConcurrentHashMap.newKeySet();
        return turn -> {
            if (next.remove(turn.connection())) {
                fault.next.on(turn);
            } else if (where.test(turn.command()) && anotherCame(turn)) {
                next.add(turn.connection());
                fault.first.on(turn);
            } else {
                turn.answer();
            }
        };
    }

    private boolean anotherCame(ImapTurn turn) throws IOException {
        boolean came = turn.anotherComes(SOON);
        if (came) {
            ahead.incrementAndGet();
        }
        return came;
    }

    /** A pass by a process that has made none before, and leaves nothing but the item. */
    private Outcome pass() {
        Poller poller = LocalPoller.at(server);
        AngusMailboxes fresh = new AngusMailboxes(
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
                TrustedCertificates.load(Optional.empty()),
                timeouts,
                clock);
        cutoff = new Cutoff();
        PassContext context = new PassContext(
                Budget.starting(System::nanoTime, Duration.ofMinutes(2)),
                cutoff,
                clock.instant(),
                clock,
                System::nanoTime,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                Runnable::run);
        fresh.recall(poller, item);
        Outcome outcome = new Pass(
                        poller, item, new Pass.Ports(fresh, endpoint, ledger, leases, new FakeEvents()), context)
                .make()
                .outcome()
                .orElseThrow();
        item = fresh.noPipelining(poller)
                .map(known -> PollerItem.read("poller", Map.of("noPipelining", known.toString()))
                        .state())
                .orElse(PollerState.NEW);
        return outcome;
    }
}
