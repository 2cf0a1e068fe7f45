package dev.imappoller.poller.operation;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
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
import dev.imappoller.poller.pass.InFlightLimit;
import dev.imappoller.poller.pass.Pass;
import dev.imappoller.poller.pass.PassContext;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A message that the web app rejected is done with, on record, and can be brought back as the same message. */
class RejectedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final AtomicLong nanos = new AtomicLong();
    private Instant now = NOW;
    private final Operations byHand =
            new Operations(ledger, leases, events, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

    @Test
    void isOnRecordBeforeItIsMarked() {
        mailbox.with(1, 2);
        endpoint.answers.put(1L, status(404));
        ledger.onWrite = () -> assertThat(mailbox.seen).isEmpty();

        pass();

        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(ledger.rejected.keySet()).containsExactly(1L);
        assertThat(ledger.rejected.get(1L))
                .satisfies(record -> assertThat(record.state()).isEqualTo(State.REJECTED))
                .satisfies(record -> assertThat(record.lastHttpStatus()).hasValue(404))
                .satisfies(record -> assertThat(record.lastError()).isEqualTo("answered HTTP 404"))
                .satisfies(record -> assertThat(record.lastAttemptAt()).isEqualTo(NOW));
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void manyCostOneWriteForEachBatchOfMarks() {
        LongStream.rangeClosed(1, 96).forEach(mailbox::with);
        endpoint.otherwise = status(404);

        pass();

        assertThat(ledger.rejected).hasSize(96);
        long marks = mailbox.commands.stream()
                .filter(command -> command.startsWith("STORE"))
                .count();
        assertThat((long) ledger.attempts).isLessThanOrEqualTo(marks);
    }

    @Test
    void staysOnRecordThoughItIsSeen() {
        mailbox.with(1);
        endpoint.answers.put(1L, status(404));
        pass();

        mailbox.with(2);
        pass();

        assertThat(ledger.rejected.keySet()).containsExactly(1L);
    }

    @Test
    void isDeliveredAgainAsTheSameMessageWhenAskedFor() {
        mailbox.with(1, 2, 3);
        endpoint.answers.put(1L, status(404));
        endpoint.answers.put(2L, status(404));
        pass();
        endpoint.answers.clear();

        Outcome outcome = redeliver(RedeliverySelection.one(2));
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.detail()).startsWith("1 message(s) of support are unread again");
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L);
        assertThat(ledger.rejected.keySet()).containsExactly(1L, 2L);
        assertThat(leases.isFree("support")).isTrue();
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 3L, 2L);
        assertThat(endpoint.deliveries.get(3).webhookId())
                .isEqualTo(endpoint.deliveries.get(1).webhookId());
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected.keySet()).containsExactly(1L);
    }

    @Test
    void allOrThoseSinceATimeAreDeliveredAgain() {
        LongStream.rangeClosed(1, 300).forEach(mailbox::with);
        endpoint.otherwise = status(404);
        pass();
        now = NOW.plus(Duration.ofDays(2));
        pass();
        pass();
        assertThat(ledger.rejected).hasSize(300);

        redeliver(RedeliverySelection.rejectedSince(NOW.plusSeconds(1)));
        assertThat(mailbox.seen).hasSize(100).allMatch(uid -> uid <= 100);

        redeliver(RedeliverySelection.rejected());
        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void staysOnRecordIfTheServerDoesNotTakeTheFlagAway() {
        mailbox.with(1);
        endpoint.answers.put(1L, status(404));
        pass();
        mailbox.refusesUnmark = true;

        Outcome outcome = redeliver(RedeliverySelection.one(1));

        assertThat(outcome.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(outcome.detail()).contains("left as they are: the server refused STORE");
        assertThat(ledger.rejected.keySet()).containsExactly(1L);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void isNotTakenForAnotherMessageOfAMailboxThatWasMadeAnew() {
        mailbox.with(1);
        endpoint.answers.put(1L, status(404));
        pass();
        mailbox.uidValidity = OptionalLong.of(8);

        Outcome outcome = redeliver(RedeliverySelection.one(1));

        assertThat(outcome.detail()).contains("UIDVALIDITY has changed");
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(ledger.rejected.keySet()).containsExactly(1L);

        mailbox.uidValidity = OptionalLong.empty();
        assertThat(redeliver(RedeliverySelection.one(1)).detail()).contains("does not tell the UIDVALIDITY");
    }

    @Test
    void isLeftToAPassThatIsUnderWay() {
        mailbox.with(1);
        endpoint.answers.put(1L, status(404));
        pass();
        leases.takenOverUntil("support", NOW.plusSeconds(5));

        assertThat(redeliver(RedeliverySelection.one(1)).detail()).contains("A pass of support is under way");

        assertThat(mailbox.seen).containsExactly(1L);
    }

    @Test
    void anyMessageThatIsNamedIsDeliveredAgain() {
        mailbox.with(1);
        pass();

        redeliver(RedeliverySelection.one(1));
        Outcome nothing = redeliver(RedeliverySelection.one(5));
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
        assertThat(nothing.detail()).contains("No message", "not, or no longer, in INBOX");
    }

    @Test
    void isForgottenOnceItWasDeliveredAfterAll() {
        mailbox.with(1);
        endpoint.answers.put(1L, status(404));
        pass();
        endpoint.answers.clear();

        mailbox.seen.clear(); // By a person.
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
        assertThat(ledger.rejected).isEmpty();
    }

    @Test
    void isListedInPagesTheNewestFirst() {
        for (long uid = 1; uid <= 700; uid++) {
            ledger.rejected.put(uid, LedgerRecords.of(uid, State.REJECTED, 1, NOW.plusSeconds(uid)));
        }
        ledger.records.put(701L, LedgerRecords.of(701, State.PARKED, 1, NOW.plusSeconds(650)));
        ledger.records.put(702L, LedgerRecords.of(702, State.DELIVERED, 0, NOW));

        FailingMessages first = byHand.failed("support", null, null);
        FailingMessages second = byHand.failed("support", null, place(first));
        FailingMessages third = byHand.failed("support", null, place(second));

        assertThat(uids(first))
                .hasSize(FailingMessages.MOST)
                .startsWith(700L, 699L)
                .contains(701L);
        assertThat(uids(third)).hasSize(101).endsWith(2L, 1L);
        assertThat(third.next()).isEmpty();
        assertThat(Set.of(uids(first), uids(second), uids(third)).stream()
                        .flatMap(List::stream)
                        .distinct())
                .hasSize(701);
        assertThat(first.count(State.REJECTED)).isEqualTo(700);
        assertThat(uids(byHand.failed("support", State.PARKED, null))).containsExactly(701L);
    }

    @Test
    void retryOfThoseThatFailTellsOfTheRejectedOnes() {
        ledger.records.put(1L, LedgerRecords.of(1, State.PARKED));
        ledger.rejected.put(2L, LedgerRecords.of(2, State.REJECTED));

        leases.takenOverUntil("support", NOW.plusSeconds(5));
        assertThat(retry()).isEmpty();
        leases.release("support", "another");

        assertThat(retry()).contains(new Retried(1, 0, 1));
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected).hasSize(1);
    }

    @Test
    void retryForgetsNoMessageThatNothingButItsRecordTellsOf() {
        LedgerRecord parked = LedgerRecords.of(1, State.PARKED, 9, NOW);
        ledger.records.put(1L, parked.caring(new LedgerRecord.Care(false, 0, 2, true)));
        ledger.records.put(2L, LedgerRecords.of(2, State.PARKED).caring(new LedgerRecord.Care(true, 3, 0, false)));

        retry();

        assertThat(ledger.records.get(1L).state()).isEqualTo(State.DEFERRED);
        assertThat(ledger.records.get(1L).attempts()).isZero();
        assertThat(ledger.records.get(1L).care()).isEqualTo(new LedgerRecord.Care(false, 0, 0, true));
        assertThat(ledger.records.get(2L).care()).isEqualTo(new LedgerRecord.Care(true, 0, 0, false));
    }

    @Test
    void skipGivesUpAMessageThatTheServerHasMarkedByItself() {
        mailbox.with(1, 2, 3);
        mailbox.marksWhatItHandsOver = true;
        mailbox.refusesUnmark = true;
        endpoint.otherwise = status(500);
        pass();
        assertThat(ledger.records.get(1L).care().hidden()).isTrue();
        mailbox.messages.remove(2L);
        leases.takenOverUntil("support", NOW.plusSeconds(5));
        assertThat(skip(1).detail()).contains("under way");
        leases.release("support", "another");

        assertThat(skip(1).detail()).startsWith("Message 1 is marked as read");
        assertThat(skip(2).detail()).startsWith("Message 2 is no longer in INBOX");
        assertThat(skip(1).detail()).startsWith("There is no unread message 1");
        mailbox.with(4);
        pass();

        assertThat(ledger.records).containsOnlyKeys(3L, 4L);
        assertThat(endpoint.uids()).containsExactly(1L, 2L, 3L, 4L, 3L);
        assertThat(leases.isFree("support")).isTrue();
    }

    private static FailingMessages.Place place(FailingMessages page) {
        return page.next().flatMap(FailingMessages.Place::parse).orElseThrow();
    }

    private static List<Long> uids(FailingMessages page) {
        return page.entries().stream().map(entry -> entry.record().uid()).toList();
    }

    private Outcome skip(long uid) {
        return byHand.skip(Pollers.poller(Map.of()), mailbox, new Cutoff(), uid);
    }

    private Optional<Retried> retry() {
        return byHand.retry("support", RetrySelection.FAILING, budget());
    }

    private Outcome redeliver(RedeliverySelection wanted) {
        return byHand.redeliver(Pollers.poller(Map.of()), mailbox, new Cutoff(), budget(), wanted)
                .outcome();
    }

    private Budget budget() {
        return Budget.starting(nanos::get, Duration.ofMinutes(45));
    }

    private Outcome pass() {
        PassContext context = new PassContext(
                budget(),
                new Cutoff(),
                now,
                Clock.fixed(now, ZoneOffset.UTC),
                nanos::get,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                Runnable::run);
        return new Pass(
                        Pollers.poller(Map.of()),
                        PollerState.NEW,
                        new Pass.Ports(mailbox, endpoint, ledger, leases, events),
                        context)
                .make()
                .outcome()
                .orElseThrow();
    }
}
