package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.item.RecentDeliveries;
import dev.imappoller.poller.item.Remembered;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.operation.Operations;
import dev.imappoller.poller.operation.RedeliverySelection;
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
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A server that says that it marks, and doesn't, has nothing delivered again; nor has one that tells no UIDVALIDITY. */
class LostMarksTest {
    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final AtomicLong nanos = new AtomicLong();
    private Poller poller = Pollers.poller(Map.of());
    private PollerState before = PollerState.NEW;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void whatIsListedAgainAfterItsMarkIsNotPostedAgainAndSaid() {
        LongStream.rangeClosed(1, 30).forEach(mailbox::with);
        mailbox.losesMarks = true;

        assertThat(pass().status()).isEqualTo(PollerStatus.OK);
        for (int i = 0; i < 4; i++) {
            mailbox.with(31 + i);
            Outcome outcome = pass();

            assertThat(outcome.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
            assertThat(outcome.detail())
                    .contains(
                            "lists " + (30 + i) + " messages as unread",
                            "not posted again",
                            "op redeliver",
                            "uid 1, 2, 3");
            assertThat(outcome.counts().delivered()).isEqualTo(1);
            assertThat(outcome.unread()).hasValue(30 + i);
        }
        assertThat(endpoint.uids()).hasSize(34).doesNotHaveDuplicates();
        assertThat(ledger.records.values())
                .hasSize(33)
                .extracting(LedgerRecord::state)
                .containsOnly(State.DELIVERED);
        assertThat(ledger.written).as("each is written once").hasSize(33);
    }

    @Test
    void itEndsWhenTheServerKeepsMarks() {
        mailbox.with(1, 2);
        mailbox.losesMarks = true;
        pass();
        pass();
        mailbox.losesMarks = false;

        assertThat(pass().status()).isEqualTo(PollerStatus.MAILBOX_ERROR); // It is marked only now.
        assertThat(pass().status()).isEqualTo(PollerStatus.OK);

        assertThat(ledger.records).isEmpty();
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(endpoint.uids()).containsExactly(1L, 2L);
    }

    @Test
    void aPersonWhoMarksAMessageAsUnreadLaterHasItDeliveredAgain() {
        mailbox.with(1);
        pass();
        pass();

        mailbox.seen.clear();
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
    }

    @Test
    void redeliverIsTheWayOutForAPersonWhoWantsItAgainAtOnce() {
        mailbox.with(1);
        pass();
        mailbox.seen.clear();
        pass();
        mailbox.seen.clear();

        redeliverInASecond();
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void aPassThatDoesNotGetAsFarForgetsNoRedelivery() {
        mailbox.with(1);
        pass();
        redeliverInASecond();
        now = now.plusSeconds(60);
        mailbox.losesConnectionAt = Optional.of("SEARCH");
        assertThat(pass().status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        now = now.plusSeconds(60);
        leases.inTrouble = true;
        mailbox.losesConnectionAt = Optional.empty();
        pass();
        leases.inTrouble = false;

        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void aRedeliveryThatFailedInPassesThatWereKilledIsNoLostMark() {
        mailbox.with(1);
        pass();
        mailbox.seen.clear();
        now = now.plusSeconds(60);
        ledger.records.put(1L, LedgerRecord.first(1, State.PARKED, now, "the endpoint answered HTTP 500", 100, ""));

        pass();

        assertThat(mailbox.seen).isEmpty();
        assertThat(ledger.records.get(1L).state()).isEqualTo(State.PARKED);
    }

    @Test
    void anIdlePollWritesNothingAndForgets() {
        mailbox.with(1);
        pass();
        int taken = leases.taken;

        pass();

        assertThat(leases.taken).isEqualTo(taken);
        assertThat(ledger.attempts).isZero();
        assertThat(before.lastAnswered().orElseThrow().uids().isEmpty()).isTrue();
    }

    @Test
    void anIndexThatIsBehindIsNoServerThatLosesMarks() {
        mailbox.with(1, 2);
        pass();
        mailbox.staleSearch.add(1L); // Listed, though it has the flag.
        mailbox.messages.remove(2L);
        mailbox.missingAtList.add(2L); // Listed, though it is gone.
        mailbox.seen.remove(2L);

        for (int i = 0; i < 3; i++) {
            Outcome outcome = pass();
            assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
            assertThat(outcome.unread()).hasValue(0);
        }

        assertThat(endpoint.uids()).containsExactly(1L, 2L);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void whatCouldNotBeWrittenAnywhereElseIsRememberedToo() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        ledger.unwritable = true;
        pass();
        ledger.unwritable = false;
        mailbox.refusesStore = false;

        pass();

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(mailbox.seen).containsExactly(1L);
    }

    @Test
    void anotherMailboxUnderTheSameIdIsNotMistakenForIt() {
        mailbox.with(1);
        pass();
        mailbox.seen.clear();
        poller = Pollers.poller(Map.of("username", "another"));

        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
    }

    @Test
    void aPassThatDoesNotGetAsFarForgetsNothing() {
        mailbox.with(1);
        mailbox.losesMarks = true;
        pass();
        leases.inTrouble = true;
        pass();
        leases.inTrouble = false;
        mailbox.losesConnectionAt = Optional.of("SEARCH");
        pass();
        mailbox.losesConnectionAt = Optional.of("LIST");
        pass();
        mailbox.losesConnectionAt = Optional.empty();

        pass();

        assertThat(endpoint.uids()).containsExactly(1L);
    }

    @Test
    void withoutUidValidityItKeepsNoRecordsAndSaysSo() {
        mailbox.with(1, 2);
        mailbox.uidValidity = OptionalLong.empty();
        endpoint.answers.put(2L, status(500));

        Outcome outcome = pass();

        assertThat(outcome.detail()).contains("does not tell the UIDVALIDITY of INBOX");
        assertThat(ledger.attempts).isZero();
        pass();
        assertThat(endpoint.deliveries.get(1).webhookId())
                .isEqualTo(endpoint.deliveries.get(2).webhookId());
    }

    @Test
    void aServerThatForgetsItsUidValidityOnceChangesNoMessagesId() {
        mailbox.with(1);
        endpoint.otherwise = status(500);
        pass();
        mailbox.uidValidity = OptionalLong.empty();
        pass();
        pass();
        mailbox.uidValidity = OptionalLong.of(7);
        pass();

        assertThat(endpoint.deliveries).hasSize(4);
        assertThat(endpoint.deliveries.stream().map(Delivery::webhookId).distinct())
                .hasSize(1);
    }

    @Test
    void whatWasAnsweredAndNotMarkedIsNotPostedAgainWhileTheServerTellsNoUidValidity() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        pass(); // On record.
        mailbox.uidValidity = OptionalLong.empty();
        mailbox.with(2);

        Outcome refused = pass(); // Not on record.
        pass();
        pass();
        mailbox.uidValidity = OptionalLong.of(7);
        mailbox.refusesStore = false;
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 2L);
        assertThat(refused.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
    }

    private void redeliverInASecond() {
        new Operations(ledger, leases, events, Clock.fixed(now.plusSeconds(1), ZoneOffset.UTC), nanos::get)
                .redeliver(
                        poller,
                        mailbox,
                        new Cutoff(),
                        Budget.starting(nanos::get, Duration.ofSeconds(45)),
                        RedeliverySelection.one(1));
    }

    private Outcome pass() {
        PassContext context = new PassContext(
                Budget.starting(nanos::get, Duration.ofMinutes(45)),
                new Cutoff(),
                now,
                Clock.fixed(now, ZoneOffset.UTC),
                nanos::get,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                Runnable::run);
        Outcome outcome = new Pass(poller, before, new Pass.Ports(mailbox, endpoint, ledger, leases, events), context)
                .make()
                .outcome()
                .orElseThrow();
        before = new PollerState(
                Optional.of(now),
                outcome.status() == PollerStatus.OK ? 0 : before.consecutiveFailures() + 1,
                Optional.of(outcome.status()),
                new PollerState.Backlog(outcome.unread(), Optional.empty()),
                Optional.empty(),
                "",
                RecentDeliveries.NONE,
                new Remembered(outcome.lastAnswered().or(before::lastAnswered), Optional.empty()));
        return outcome;
    }
}
