package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A message that takes its pass down costs the others one pass, and then only itself. */
class SuspectsTest {
    private final PassFixture passes = new PassFixture();
    private final FakeMailbox mailbox = passes.mailbox;

    @Test
    void aMessageThatEndsTheConnectionHoldsUpTheOthersForOnePass() {
        LongStream.rangeClosed(1, 9).forEach(mailbox::with);
        mailbox.endTheConnectionWhenFetched.add(2L);

        Outcome first = passes.pass();
        mailbox.with(10);
        Outcome second = passes.pass();

        assertThat(first.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(mailbox.seen).hasSize(9).doesNotContain(2L);
        assertThat(second.status()).isEqualTo(PollerStatus.OK);
        assertThat(second.detail()).contains("nothing but message 2 was fetched", "closed the connection");
        assertThat(second.unread()).hasValue(1);
    }

    @Test
    void whereASuspectIsToBeTakenAServerGetsOneCommandAtATime() {
        mailbox.with(1, 2, 3);
        mailbox.endTheConnectionWhenFetched.add(1L);
        passes.pass();
        assertThat(mailbox.commands).doesNotContain("ONE BY ONE");

        mailbox.with(4);
        passes.pass();

        assertThat(mailbox.commands).containsSubsequence("ONE BY ONE", "FETCH 4", "FETCH 2", "FETCH 3", "FETCH 1");
    }

    @Test
    void suspectsComeLastAndEachAloneAfterAllMarksAreConfirmed() {
        mailbox.with(1, 2, 3);
        mailbox.endTheConnectionWhenFetched.add(1L);
        passes.pass();
        mailbox.with(4, 5);

        passes.pass();

        assertThat(mailbox.windows).containsExactly(List.of(4L, 5L), List.of(2L), List.of(3L), List.of(1L));
        assertThat(mailbox.commands)
                .containsSubsequence(
                        "FETCH 5", "STORE [4, 5]", "FETCH 2", "STORE [2]", "FETCH 3", "STORE [3]", "FETCH 1");
        mailbox.with(6);
        passes.pass();
        assertThat(mailbox.windows).containsExactly(List.of(6L), List.of(1L));
        assertThat(passes.ledger.records).containsOnlyKeys(1L);
    }

    @Test
    void afterAFewTimesAloneItIsToldAndLeftAloneForAWhile() {
        mailbox.with(1, 2);
        mailbox.endTheConnectionWhenFetched.add(1L);
        passes.pass();
        passes.pass();
        passes.pass();
        assertThat(passes.record(1).state()).isEqualTo(State.DEFERRED);

        Outcome fourth = passes.pass();
        mailbox.with(3);
        Outcome fifth = passes.pass();

        assertThat(passes.record(1).state()).isEqualTo(State.PARKED);
        assertThat(passes.record(1).lastError()).contains("nothing but message 1 was fetched");
        assertThat(fourth.measurements().newlyParked()).isEqualTo(1);
        assertThat(passes.events.lines).containsOnlyOnce("parked 1 0");
        assertThat(mailbox.commands).noneMatch(command -> command.equals("FETCH 1"));
        assertThat(mailbox.seen).containsExactlyInAnyOrder(2L, 3L);
        assertThat(fifth.measurements().newlyParked()).isZero();
        assertThat(fifth.counts().parked()).isEqualTo(1);
        assertThat(fifth.status()).isEqualTo(PollerStatus.OK);
    }

    @Test
    void oneThatComesThroughAfterAllIsForgotten() {
        mailbox.with(1);
        mailbox.endTheConnectionWhenFetched.add(1L);
        LongStream.rangeClosed(1, 4).forEach(i -> passes.pass());
        mailbox.endTheConnectionWhenFetched.clear();
        passes.now = passes.now.plus(Duration.ofHours(1));

        passes.pass();

        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void cutsThatHaveNothingToDoWithAMessageParkNone() {
        LongStream.rangeClosed(1, 5).forEach(mailbox::with);
        mailbox.losesConnectionAt = java.util.Optional.of("FETCH 3");
        passes.pass();
        mailbox.losesConnectionAt = java.util.Optional.empty();
        passes.endpoint.otherwise = status(500);
        passes.pass();
        mailbox.losesConnectionAt = java.util.Optional.of("FETCH");
        passes.pass();

        assertThat(passes.ledger.records.values())
                .allSatisfy(record -> assertThat(record.care().brokeOff()).isZero())
                .allSatisfy(record -> assertThat(record.state()).isEqualTo(State.DEFERRED));
    }

    @Test
    void aConnectionThatIsLostWithNothingUnderWayChargesNobody() {
        mailbox.with(1);
        passes.endpoint.onPost = mailbox::goesAway;
        passes.endpoint.otherwise = status(500);

        Outcome outcome = passes.pass();

        assertThat(outcome.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(passes.record(1).care().suspect()).isFalse();
    }

    @Test
    void aSuspectIsNotChargedForAConnectionThatIsLostWhileItIsPosted() {
        mailbox.with(1);
        mailbox.endTheConnectionWhenFetched.add(1L);
        passes.pass();
        mailbox.endTheConnectionWhenFetched.clear();
        passes.endpoint.onPost = mailbox::goesAway;

        passes.pass();
        passes.endpoint.onPost = () -> {};
        passes.pass();

        assertThat(passes.endpoint.deliveries).isEmpty(); // It got its answer in the pass before.
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void aMessageThatEndsTheConnectionWhenItIsMarkedHoldsUpNoOther() {
        mailbox.with(1, 2, 3);
        mailbox.endTheConnectionWhenMarked.add(2L);

        passes.pass();
        mailbox.with(4);
        Outcome second = passes.pass();
        passes.pass();
        passes.pass();
        passes.pass();
        passes.pass();

        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(second.counts().delivered()).isEqualTo(1);
        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(passes.record(2).state()).isEqualTo(State.DELIVERED);
        assertThat(passes.record(2).care().brokeOff()).isEqualTo(3);
        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("STORE"));
    }

    @Test
    void othersThanTheOneThatCannotBeMarkedAreMarkedInTheNextPassWhereverItStands() {
        LongStream.rangeClosed(1, 9).forEach(mailbox::with);
        mailbox.endTheConnectionWhenMarked.add(5L);

        passes.pass();
        passes.pass();

        assertThat(mailbox.seen).hasSize(8).doesNotContain(5L);
    }

    @Test
    void severalMessagesThatEndTheConnectionHoldUpTheOthersForOnePass() {
        LongStream.rangeClosed(1, 70).forEach(mailbox::with);
        mailbox.endTheConnectionWhenFetched.addAll(List.of(2L, 30L, 31L));

        passes.pass();
        Outcome second = passes.pass();

        assertThat(mailbox.seen).hasSize(67);
        assertThat(second.status()).isEqualTo(PollerStatus.OK);
        assertThat(second.unread()).hasValue(3);
    }

    @Test
    void aPassOpensOnlySoManyConnectionsAndGoesOnInTheNext() {
        LongStream.rangeClosed(1, 20).forEach(mailbox::with);
        LongStream.rangeClosed(2, 8).forEach(mailbox.endTheConnectionWhenFetched::add);

        passes.pass();
        assertThat(mailbox.logins).isEqualTo(1);
        passes.pass();
        assertThat(mailbox.logins).isEqualTo(5);
        passes.pass();
        passes.pass();

        assertThat(mailbox.seen).hasSize(13);
        mailbox.logins = 0;
        passes.pass();
        assertThat(mailbox.logins).isEqualTo(1); // For known ones none is opened.
    }

    @Test
    void aNewOneInEachPassKeepsNoSuspectWaiting() {
        mailbox.with(1, 2, 3);
        mailbox.endTheConnectionWhenFetched.addAll(List.of(1L, 4L, 6L));
        passes.pass();
        mailbox.with(4, 5);

        Outcome second = passes.pass();

        assertThat(mailbox.seen).containsExactlyInAnyOrder(2L, 3L);
        assertThat(second.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        mailbox.with(6, 7);
        passes.pass();
        assertThat(mailbox.seen).containsExactlyInAnyOrder(2L, 3L, 5L);
    }

    @Test
    void noOtherConnectionIsOpenedOnceTheTimeIsUp() {
        LongStream.rangeClosed(1, 9).forEach(mailbox::with);
        mailbox.endTheConnectionWhenFetched.add(3L);
        passes.pass();
        mailbox.onFetch =
                uid -> passes.nanos.addAndGet(uid == 3 ? Duration.ofSeconds(46).toNanos() : 0);
        mailbox.logins = 0;

        passes.pass();

        assertThat(mailbox.logins).isEqualTo(1);
        passes.nanos.set(0);
        mailbox.onFetch = uid -> {};
        passes.pass();
        assertThat(mailbox.seen).hasSize(8).doesNotContain(3L);
    }

    @Test
    void nothingIsMovedOverTheOtherConnectionWhereTheMailboxIsAnother() {
        LongStream.rangeClosed(1, 9).forEach(mailbox::with);
        mailbox.endTheConnectionWhenFetched.addAll(List.of(3L, 6L));
        passes.pass();
        mailbox.onClose = () -> mailbox.uidValidity = OptionalLong.of(8);

        passes.pass();

        assertThat(mailbox.windows.get(mailbox.windows.size() - 1)).containsExactly(6L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
    }

    @Test
    void aMessageThatIsRefusedAndThenEndsTheConnectionIsASuspectToo() {
        LongStream.rangeClosed(1, 9).forEach(mailbox::with);
        mailbox.endTheConnectionWhenRefused.add(4L);
        passes.pass();
        assertThat(passes.record(4).care().suspect()).isTrue();
        mailbox.with(10, 11);

        Outcome second = passes.pass();

        assertThat(mailbox.seen).hasSize(10).doesNotContain(4L);
        assertThat(mailbox.commands).containsSubsequence("STORE [1, 2, 3, 10, 11]", "FETCH 5", "STORE [9]", "FETCH 4");
        assertThat(second.counts().deferred()).isEqualTo(1);
        passes.pass();
        passes.pass();
        passes.pass();
        assertThat(passes.record(4).state()).isEqualTo(State.PARKED);
    }

    @Test
    void aMessageThatIsOnlyRefusedIsNone() {
        mailbox.with(1, 2);
        mailbox.refusedFetches.add(1L);

        passes.pass();

        assertThat(passes.record(1).care().suspect()).isFalse();
    }

    @Test
    void aMessageThatEndsTheConnectionWhenItIsListedHoldsUpNoOther() {
        LongStream.rangeClosed(1, 9).forEach(mailbox::with);
        mailbox.endTheConnectionWhenListed.add(4L);

        passes.pass();
        mailbox.with(10);
        passes.pass();

        assertThat(mailbox.seen).hasSize(10); // Its size is not asked for again, and it can be had.
    }

    @Test
    void amongVeryManyItIsFoundInSmallerWindows() {
        LongStream.rangeClosed(1, 600).forEach(mailbox::with);
        mailbox.endTheConnectionWhenListed.add(25L);
        mailbox.endTheConnectionWhenFetched.add(25L);

        passes.pass();
        passes.pass();
        mailbox.with(601);
        Outcome third = passes.pass(Map.of("maxMessages", number(1000)));
        passes.pass();

        assertThat(third.counts().delivered()).isGreaterThan(550);
        assertThat(mailbox.seen).hasSize(600).doesNotContain(25L);
    }

    @Test
    void aMessageOverWhichMemoryRunsOutIsTakenAloneTheNextTime() {
        mailbox.with(1, 2);
        passes.endpoint.onPost = () -> {
            if (passes.endpoint.uids().contains(1L) && passes.endpoint.uids().size() == 1) {
                throw new OutOfMemoryError("one message too large");
            }
        };
        passes.pass();
        assertThat(passes.record(1).care().suspect()).isTrue();
        mailbox.with(3, 4);

        passes.pass();

        assertThat(mailbox.windows).containsExactly(List.of(3L, 4L), List.of(1L));
    }

    @Test
    void afterThreeErrorsAloneItIsTold() {
        mailbox.with(1);
        passes.endpoint.onPost = () -> {
            throw new StackOverflowError();
        };

        LongStream.rangeClosed(1, 4).forEach(i -> passes.pass());

        assertThat(passes.record(1).state()).isEqualTo(State.PARKED);
    }

    @Test
    void aMessageThatKillsTheProcessIsFoundSinceItIsOnRecordBeforeItIsFetched() {
        mailbox.with(1, 2, 3);
        passes.leases.takenOverUntil("support", passes.now); // Nobody has given it back.
        boolean[] dead = {false};
        Runnable livesOn = () -> {
            if (dead[0]) {
                throw new Killed();
            }
        };
        passes.ledger.onWrite = livesOn;
        passes.leases.onRelease = livesOn;
        mailbox.onFetch = uid -> {
            dead[0] = uid == 2;
            livesOn.run();
        };

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(passes::pass).isInstanceOf(Killed.class);
            dead[0] = false;
        }
        Outcome fourth = passes.pass();

        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L);
        assertThat(passes.record(2).state()).isEqualTo(State.PARKED);
        assertThat(fourth.measurements().newlyParked()).isEqualTo(1);
        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("FETCH"));
    }

    @Test
    void anErrorInThePassItselfLeavesWhatWasUnderWayOnRecord() {
        mailbox.with(1, 2);
        mailbox.onFetch = uid -> {
            if (uid == 2) {
                throw new IllegalStateException("a bug");
            }
        };

        assertThatThrownBy(passes::pass).isInstanceOf(IllegalStateException.class);

        assertThat(passes.record(2).care().suspect()).isTrue();
        assertThat(passes.leases.isFree("support")).isTrue();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void messagesThatAWebAppDiesAtKeepNoSuspectWaitingWhateverElseFailed() {
        mailbox.with(1, 2, 3, 4);
        passes.ledger.records.put(1L, deferred(1, passes.now.minusSeconds(60)).caring(new Care(true, 0, 0, false)));
        for (long uid = 2; uid <= 4; uid++) {
            passes.ledger.records.put(uid, deferred(uid, passes.now).caring(new Care(false, 0, 1, false)));
            passes.endpoint.answers.put(uid, FakeEndpoint.UNREACHABLE);
        }
        passes.state =
                new PollerState(Optional.of(passes.now), 1, Optional.of(PollerStatus.MAILBOX_ERROR), OptionalInt.of(4));

        passes.pass();

        assertThat(mailbox.seen).containsExactly(1L);
    }

    private static LedgerRecord deferred(long uid, Instant lastAttempt) {
        return LedgerRecord.first(uid, State.DEFERRED, lastAttempt, "before", 100, "");
    }
}
