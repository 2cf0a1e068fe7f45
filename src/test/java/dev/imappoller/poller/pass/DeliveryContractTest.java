package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.UNREACHABLE;
import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
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
import dev.imappoller.poller.status.PollerStatus;
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

/** What passes promise one another: leases, the ledger, retries and the breaker. */
class DeliveryContractTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final AtomicLong nanos = new AtomicLong();
    private Instant now = NOW;
    private PollerState before = PollerState.NEW;

    @Test
    void leavesTheMailboxToAPassThatHoldsTheLease() {
        mailbox.with(1, 2);
        leases.takenOverUntil("support", NOW.plusSeconds(5));

        assertThat(make(Map.of())).isEmpty();

        assertThat(endpoint.uids()).isEmpty();
        assertThat(mailbox.seen).isEmpty();
        assertThat(events.lines).contains("leaseHeld support");
    }

    @Test
    void takesOverALeaseThatHasEnded() {
        mailbox.with(1);
        leases.takenOverUntil("support", NOW.minusMillis(1));

        pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L);
    }

    @Test
    void givesTheLeaseBackHoweverThePassEnds() {
        mailbox.with(1);
        mailbox.losesConnectionAt = Optional.of("FETCH");

        pass(Map.of());

        assertThat(leases.isFree("support")).isTrue();
    }

    @Test
    void anIdlePollTakesNoLease() {
        pass(Map.of());
        assertThat(leases.taken)
                .as("only the first looks for records, of a poller that was there before")
                .isEqualTo(1);

        before = new PollerState(Optional.of(NOW), 0, Optional.of(PollerStatus.OK), OptionalInt.of(0));
        pass(Map.of());

        assertThat(leases.taken).isEqualTo(1);
    }

    @Test
    void postsNothingMoreOnceItsLeaseIsTakenOver() {
        LongStream.rangeClosed(1, 30).forEach(mailbox::with);
        endpoint.onPost = () -> {
            nanos.addAndGet(Duration.ofSeconds(5).toNanos()); // Time to renew.
            leases.takenOverUntil("support", now.plusSeconds(60));
        };

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(outcome.detail()).contains("Another run has taken over");
    }

    @Test
    void postsNothingUnderALeaseThatCannotBeRenewed() {
        LongStream.rangeClosed(1, 30).forEach(mailbox::with);
        endpoint.onPost = () -> {
            nanos.addAndGet(Duration.ofSeconds(9).toNanos());
            leases.inTrouble = true;
        };

        pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L);
    }

    @Test
    void postsNothingWithoutTheStateTable() {
        mailbox.with(1);
        leases.inTrouble = true;

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).isEmpty();
        assertThat(outcome.status()).isEqualTo(PollerStatus.INTERNAL_ERROR);
        assertThat(outcome.detail()).contains("none was posted");
    }

    @Test
    void marksWithoutPostingWhatWasAnsweredAndNotMarked() {
        mailbox.with(1, 2);
        mailbox.refusesStore = true;
        pass(Map.of());
        assertThat(ledger.records.values()).extracting(LedgerRecord::state).containsOnly(State.DELIVERED);

        mailbox.refusesStore = false;
        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(outcome.unread()).hasValue(0);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void remembersWhatWasAnsweredWhenTheConnectionIsLost() {
        mailbox.with(1);
        mailbox.losesConnectionAt = Optional.of("STORE");
        pass(Map.of());

        mailbox.losesConnectionAt = Optional.empty();
        pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(mailbox.seen).containsExactly(1L);
    }

    @Test
    void aNewMessageIsDeliveredInTheVeryNextPassWhateverFailsBeforeIt() {
        LongStream.rangeClosed(1, 200).forEach(uid -> {
            mailbox.with(uid);
            endpoint.answers.put(uid, status(500));
        });
        pass(Map.of());
        mailbox.with(201);

        pass(Map.of());

        assertThat(mailbox.seen).containsExactly(201L);
        assertThat(ledger.records).hasSize(200);
    }

    @Test
    void thoseThatFailTakeTurns() {
        LongStream.rangeClosed(1, 9).forEach(uid -> {
            mailbox.with(uid);
            endpoint.answers.put(uid, status(500));
        });

        for (int i = 0; i < 3; i++) {
            pass(Map.of("maxMessages", number(1)));
            now = now.plusSeconds(60);
        }

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void parksAMessageAfterItsAttempts() {
        mailbox.with(1);
        endpoint.otherwise = status(500);

        pass(Map.of("maxAttempts", number(2)));
        Outcome second = pass(Map.of("maxAttempts", number(2)));
        Outcome third = pass(Map.of("maxAttempts", number(2)));

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
        assertThat(mailbox.seen).isEmpty();
        assertThat(ledger.records.get(1L).state()).isEqualTo(State.PARKED);
        assertThat(second.measurements().newlyParked()).isEqualTo(1);
        assertThat(third.measurements().newlyParked()).isZero();
        assertThat(third.counts().parked()).isEqualTo(1);
        assertThat(events.lines).containsOnlyOnce("parked 1 2");
    }

    @Test
    void chargesNoAttemptForAnEndpointThatCannotBeReached() {
        mailbox.with(1);
        endpoint.otherwise = UNREACHABLE;

        for (int i = 0; i < 5; i++) {
            pass(Map.of("maxAttempts", number(2)));
        }

        assertThat(endpoint.uids()).hasSize(5);
        assertThat(ledger.records.get(1L).attempts()).isZero();
        assertThat(ledger.records.get(1L).state()).isEqualTo(State.DEFERRED);
    }

    @Test
    void waitsEverLongerWhereAskedTo() {
        mailbox.with(1);
        endpoint.otherwise = status(500);
        ledger.records.put(1L, LedgerRecords.of(1, State.DEFERRED, 9, NOW.minusSeconds(60)));

        pass(Map.of("retryBackoff", true));

        assertThat(ledger.records.get(1L).nextAttemptAt())
                .hasValueSatisfying(next -> assertThat(next).isBetween(NOW, NOW.plus(Duration.ofHours(6))));
    }

    @Test
    void leavesAMessageAloneThatHasToWait() {
        mailbox.with(1, 2);
        LedgerRecord record = LedgerRecords.of(1, State.DEFERRED);
        ledger.records.put(
                1L,
                new LedgerRecord(
                        1,
                        State.DEFERRED,
                        1,
                        record.firstAttemptAt(),
                        record.lastAttemptAt(),
                        Optional.of(NOW.plusSeconds(1)),
                        OptionalInt.of(500),
                        "answered HTTP 500",
                        Optional.empty(),
                        100,
                        ""));

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(2L);
        assertThat(outcome.unread()).hasValue(1);
    }

    @Test
    void forgetsWhatIsNoLongerUnread() {
        mailbox.with(1, 2);
        ledger.records.put(1L, LedgerRecords.of(1, State.DEFERRED));
        ledger.records.put(9L, LedgerRecords.of(9, State.PARKED));

        pass(Map.of());

        assertThat(ledger.records).isEmpty();
    }

    @Test
    void forgetsAllOnceTheMailboxIsEmpty() {
        ledger.records.put(9L, LedgerRecords.of(9, State.PARKED));
        before = new PollerState(Optional.of(NOW), 0, Optional.of(PollerStatus.OK), OptionalInt.of(1));

        pass(Map.of());

        assertThat(ledger.records).isEmpty();
    }

    @Test
    void endsThePassAfterThreeWithoutAnAnswer() {
        LongStream.rangeClosed(1, 50).forEach(mailbox::with);
        endpoint.otherwise = UNREACHABLE;

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 3L);
        assertThat(outcome.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(outcome.unread()).hasValue(50);
    }

    @Test
    void triesOneMessageFirstAfterThat() {
        LongStream.rangeClosed(1, 50).forEach(mailbox::with);
        before = new PollerState(Optional.of(NOW), 1, Optional.of(PollerStatus.ENDPOINT_FAILING), OptionalInt.of(50));
        endpoint.otherwise = UNREACHABLE;

        pass(Map.of());
        assertThat(endpoint.uids()).hasSize(1);

        endpoint.otherwise = status(200);
        pass(Map.of());
        assertThat(mailbox.seen).hasSize(50);
    }

    @Test
    void waitsAsLongAsTheEndpointAsksTo() {
        LongStream.rangeClosed(1, 50).forEach(mailbox::with);
        endpoint.otherwise = new Answer.Http(503, "", Duration.ofMillis(5), Optional.of(Duration.ofMinutes(10)));

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).hasSizeLessThanOrEqualTo(3);
        assertThat(outcome.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(outcome.retryAfter()).contains(Duration.ofMinutes(10));
        assertThat(outcome.detail()).contains("600 s");
    }

    @Test
    void waitsForTheLongerOfWhatTheEndpointAsksAndWhatThePollerDoes() {
        LongStream.rangeClosed(1, 5).forEach(uid -> {
            mailbox.with(uid);
            ledger.records.put(uid, LedgerRecords.of(uid, State.DEFERRED, 19, NOW.minusSeconds(60)));
        });
        endpoint.otherwise = new Answer.Http(503, "", Duration.ofMillis(5), Optional.of(Duration.ofSeconds(1)));

        pass(Map.of("retryBackoff", true)); // From 0 to 6 hours, at random.

        assertThat(ledger.records.values())
                .anySatisfy(record -> assertThat(record.nextAttemptAt())
                        .hasValueSatisfying(next -> assertThat(next).isAfter(NOW.plusSeconds(1))));
    }

    @Test
    void beginsNoPostThatTheEndOfTheRunWouldCut() {
        LongStream.rangeClosed(1, 50).forEach(mailbox::with);
        endpoint.otherwise = new Answer.Http(200, "", Duration.ofSeconds(8));
        endpoint.onPost = () -> {
            if (endpoint.uids().size() == 8) {
                nanos.addAndGet(Duration.ofMinutes(45).minusSeconds(2).toNanos());
            }
        };

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).hasSize(8);
        assertThat(outcome.detail()).contains("The run's time was up");
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
    }

    @Test
    void anotherAccountUnderTheSameIdStartsAfresh() {
        mailbox.with(1, 2);
        mailbox.refusesStore = true;
        pass(Map.of());
        assertThat(ledger.records.values()).extracting(LedgerRecord::state).containsOnly(State.DELIVERED);

        mailbox.refusesStore = false;
        pass(Map.of("username", "another@example.com")); // Its UIDVALIDITY is the same, as on many servers.

        assertThat(endpoint.uids()).containsExactlyInAnyOrder(1L, 2L, 1L, 2L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void aMessageThatCannotBeMarkedHoldsUpNoOther() {
        LongStream.rangeClosed(1, 30).forEach(mailbox::with);
        mailbox.refusedStores.add(1L);

        Outcome first = pass(Map.of());
        mailbox.with(31);
        Outcome second = pass(Map.of());

        assertThat(endpoint.uids()).hasSize(31).doesNotHaveDuplicates();
        assertThat(mailbox.seen).hasSize(30).doesNotContain(1L);
        assertThat(first.status()).isEqualTo(PollerStatus.OK);
        assertThat(second.detail()).contains("1 message delivered, and still unread", "Mark them as read");
        assertThat(second.unread()).hasValue(1);
    }

    @Test
    void whatTheServerListsAndDoesNotHaveIsSaidAndIsNoMessage() {
        mailbox.with(1, 2);
        mailbox.missingAtFetch.add(1L);
        mailbox.missingAtList.add(3L);
        ledger.records.put(1L, LedgerRecords.of(1, State.DEFERRED)); // As an earlier version wrote it.

        for (int i = 0; i < 3; i++) {
            Outcome outcome = pass(Map.of());

            assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
            assertThat(outcome.unread()).hasValue(0);
            assertThat(outcome.counts().deferred()).isZero();
            assertThat(outcome.measurements().oldestUnreadAt()).isEmpty();
            assertThat(outcome.detail())
                    .contains("2 messages that imap.example.com lists as unread and has nothing of are left out");
            assertThat(ledger.records).isEmpty();
        }
        assertThat(ledger.attempts).as("writes: that of the record of before").isEqualTo(1);
        assertThat(mailbox.seen).containsExactly(2L);
    }

    @Test
    void whatGotItsAnswerIsNotForgottenWhileTheServerHasNothingOfIt() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        pass(Map.of());

        mailbox.missingAtFetch.add(1L);
        pass(Map.of());
        mailbox.missingAtFetch.clear();
        mailbox.refusesStore = false;
        pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(mailbox.seen).containsExactly(1L);
    }

    @Test
    void aServerThatThrottlesInMidPassIsAskedForNothingMore() {
        mailbox.with(1, 2, 3);
        mailbox.refusedFetches.add(2L);
        mailbox.fetchRefusal = PollerStatus.THROTTLED;

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.THROTTLED);
        assertThat(outcome.detail()).contains("asks for fewer requests");
        assertThat(ledger.records.values())
                .as("what was fetched may be marked by now, and nobody may ask")
                .allMatch(record -> record.care().hidden() && record.attempts() == 0);
    }

    @Test
    void aServerThatThrottlesWhileItMarksIsSaidToThrottle() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        mailbox.storeRefusal = PollerStatus.THROTTLED;

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.THROTTLED);
        assertThat(ledger.records.get(1L).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void writesNothingLateThatAnotherPassMayHaveWrittenMeanwhile() {
        mailbox.with(1);
        endpoint.otherwise = status(500);
        ledger.failingWrites = 1;
        events.onLedgerFailed = () -> {
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            leases.takenOverUntil("support", now.plusSeconds(60));
        };

        pass(Map.of());

        assertThat(ledger.written).isEmpty();
    }

    private Outcome pass(Map<String, Object> extra) {
        return make(extra).orElseThrow();
    }

    private Optional<Outcome> make(Map<String, Object> extra) {
        Budget budget = Budget.starting(nanos::get, Duration.ofMinutes(45));
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, ledger, leases, events);
        PassContext context = new PassContext(
                budget,
                new Cutoff(),
                now,
                Clock.fixed(now, ZoneOffset.UTC),
                nanos::get,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                Runnable::run);
        return new Pass(Pollers.poller(extra), before, ports, context).make().outcome();
    }
}
