package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.PassLedger;
import dev.imappoller.poller.ledger.Retries;
import dev.imappoller.poller.ledger.ServerMarked;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Moment;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A server that marks messages as seen by itself loses none of them. */
class ServerMarkedTest {
    private final PassFixture passes = new PassFixture();
    private final FakeMailbox mailbox = passes.mailbox;

    @Test
    void whatTheServerMarksWhileItHandsItOverIsDeliveredAllTheSame() {
        mailbox.with(1, 2, 3);
        mailbox.marksWhatItHandsOver = true;
        passes.endpoint.answers.put(2L, status(500));

        Outcome outcome = passes.pass();

        assertThat(passes.endpoint.uids()).containsExactly(1L, 2L, 3L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L);
        assertThat(outcome.unread()).hasValue(1);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.detail())
                .contains("marks messages as read when they are listed or fetched, although asked not to");
        passes.pass();
        assertThat(passes.endpoint.uids()).containsExactly(2L);
    }

    @Test
    void theFlagIsTakenAwayInOneCommandBeforeAnythingIsPosted() {
        mailbox.with(1, 2, 3);
        mailbox.marksWhatItHandsOver = true;

        passes.pass();

        assertThat(mailbox.commands).containsSubsequence("FETCH 3", "UNSTORE [1, 2, 3]", "STORE [1, 2, 3]");
    }

    @Test
    void whatCannotBeUnmarkedIsOnRecordUntilItIsDelivered() {
        mailbox.with(1, 2);
        mailbox.marksWhatItHandsOver = true;
        mailbox.refusesUnmark = true;
        passes.endpoint.answers.put(2L, status(500));

        Outcome first = passes.pass();
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(first.unread()).hasValue(1);
        Outcome second = passes.pass();
        passes.endpoint.answers.clear();
        Outcome third = passes.pass();
        passes.pass();

        assertThat(second.unread()).hasValue(1);
        assertThat(second.counts().deferred()).isEqualTo(1);
        assertThat(third.counts().delivered()).isEqualTo(1);
        assertThat(third.unread()).hasValue(0);
        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void whatIsNotReachedBecauseNothingCanBeMarkedIsNotForgotten() {
        LongStream.rangeClosed(1, 40).forEach(mailbox::with);
        mailbox.marksLate = true;
        mailbox.refusesStore = true;
        passes.pass();
        assertThat(passes.endpoint.uids()).hasSize(25);

        mailbox.refusesStore = false;
        passes.pass();

        assertThat(passes.endpoint.uids())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(26, 40).boxed().toList());
        assertThat(mailbox.seen).hasSize(40);
    }

    @Test
    void whatWasMarkedWhenTheConnectionWasLostIsOnRecord() {
        LongStream.rangeClosed(1, 4).forEach(mailbox::with);
        mailbox.marksWhatItHandsOver = true;
        mailbox.endTheConnectionWhenFetched.add(4L);
        passes.pass();
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L, 3L);

        mailbox.endTheConnectionWhenFetched.clear();
        passes.pass();

        assertThat(passes.endpoint.uids()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(mailbox.seen).hasSize(4);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void whatIsMarkedWhenItIsListedIsDelivered() {
        LongStream.rangeClosed(1, 4).forEach(mailbox::with);
        mailbox.marksWhatItLists = true;
        passes.endpoint.answers.put(2L, status(500));

        Outcome first = passes.pass();
        assertThat(first.detail())
                .contains("marks messages as read when they are listed or fetched")
                .contains("4 messages");
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L, 4L);
        passes.endpoint.answers.clear();
        passes.pass();

        assertThat(passes.endpoint.uids()).containsExactly(2L);
        assertThat(mailbox.seen).hasSize(4);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void whatIsMarkedWhenItIsListedAndNotTakenStaysUnread() {
        mailbox.with(1, 2, 3);
        mailbox.announcedSizes.put(2L, 1_000_000_000L);
        mailbox.marksWhatItLists = true;

        passes.pass();

        assertThat(passes.endpoint.uids()).containsExactlyInAnyOrder(1L, 3L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void whatIsMarkedWhenItIsListedIsOnRecordIfTheConnectionIsLostThen() {
        LongStream.rangeClosed(1, 600).forEach(mailbox::with);
        mailbox.marksWhatItLists = true;
        mailbox.endTheConnectionWhenListed.add(600L);
        passes.pass(Map.of("maxMessages", BigDecimal.valueOf(500)));
        assertThat(passes.endpoint.uids()).doesNotContain(600L);
        assertThat(mailbox.seen).hasSize(500);
        mailbox.endTheConnectionWhenListed.clear();

        List<Long> posted = new ArrayList<>(passes.endpoint.uids());
        for (int i = 0; i < 20; i++) {
            passes.pass();
            posted.addAll(passes.endpoint.uids());
        }

        assertThat(posted).hasSize(600).doesNotHaveDuplicates();
        assertThat(mailbox.seen).hasSize(600);
    }

    @Test
    void whatWaitedForItsPostWhenTheTimeWasUpComesBeforeWhatWasPosted() {
        LongStream.rangeClosed(1, 5).forEach(mailbox::with);
        passes.endpoint.otherwise = FakeEndpoint.UNREACHABLE;
        int[] posts = {0};
        passes.endpoint.onPost = () ->
                passes.nanos.addAndGet(++posts[0] == 3 ? Duration.ofSeconds(49).toNanos() : 0);
        Outcome first = passes.pass();
        assertThat(first.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("LOOK"));
        assertThat(passes.ledger.records.values())
                .noneMatch(record -> record.care().suspect())
                .hasSize(5);
        passes.endpoint.onPost = () -> {};
        passes.endpoint.otherwise = status(200);

        passes.pass();

        assertThat(passes.endpoint.uids()).containsExactly(4L, 5L, 1L, 2L, 3L);
    }

    @Test
    void oneThatIsGoneIsForgotten() {
        mailbox.with(1);
        mailbox.marksWhatItHandsOver = true;
        mailbox.refusesUnmark = true;
        passes.endpoint.otherwise = status(500);
        passes.pass();
        mailbox.messages.clear();

        Outcome outcome = passes.pass();

        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.unread()).hasValue(0);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void whatWasReadBeforeItIsListedIsGone() {
        mailbox.with(1, 2);
        mailbox.afterSearch = () -> mailbox.seen.add(1L);

        Outcome outcome = passes.pass();

        assertThat(passes.endpoint.uids()).containsExactly(2L);
        assertThat(outcome.unread()).hasValue(0);
        assertThat(mailbox.commands).doesNotContain("FETCH 1");
    }

    @Test
    void flagsThatAreSetSomeTimeLaterAreNoReasonToDropAMessage() {
        LongStream.rangeClosed(1, 20).forEach(mailbox::with);
        mailbox.marksLate = true;
        passes.endpoint.onPost =
                () -> passes.nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        passes.pass();

        assertThat(mailbox.commands).anyMatch(command -> command.startsWith("LOOK"));
        assertThat(passes.endpoint.uids()).hasSize(20);
        assertThat(mailbox.seen).hasSize(20);
    }

    @Test
    void flagsThatAreSetSomeTimeLaterHideNoMessageThatFails() {
        mailbox.with(1, 2);
        mailbox.marksLate = true;
        passes.endpoint.answers.put(2L, status(500));

        Outcome first = passes.pass();
        passes.pass();

        assertThat(first.unread()).hasValue(1);
        assertThat(passes.endpoint.uids()).containsExactly(2L);
        assertThat(mailbox.seen).containsExactly(1L);
    }

    @Test
    void anOrdinaryServerIsAskedForNothingMore() {
        mailbox.with(1, 2);

        passes.pass();

        assertThat(mailbox.commands).containsExactly("SEARCH", "LIST", "FETCH 1", "FETCH 2", "STORE [1, 2]");
    }

    @Test
    void whatAnotherPassHasMarkedMeanwhileIsLeftToIt() {
        mailbox.with(1);
        mailbox.onFetch = uid -> {
            passes.nanos.addAndGet(Duration.ofSeconds(12).toNanos()); // The process stood still.
            passes.leases.takenOverUntil("support", passes.now.plusSeconds(60));
            mailbox.seen.add(uid);
        };

        passes.pass();

        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(passes.endpoint.uids()).isEmpty();
    }

    @Test
    void oneAboveTheLimitThatTheServerHasMarkedIsUnreadAgain() {
        mailbox.with(1);
        mailbox.seen.add(1L);
        mailbox.announcedSizes.put(1L, 1_000_000_000L);
        passes.ledger.records.put(1L, onRecord(1, State.DEFERRED, 1_000_000_000L, new Care(true, 0, 0, true)));

        passes.pass();

        assertThat(passes.record(1).state()).isEqualTo(State.TOO_LARGE);
        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void oneThatIsDeliveredAndListedForItsAgeAloneIsNotDeliveredAgain() {
        mailbox.with(1, 2);
        mailbox.marksWhatItLists = true;
        mailbox.refusesUnmark = true;
        passes.ledger.records.put(1L, onRecord(1, State.DELIVERED, 100, Care.NONE));

        passes.pass();

        assertThat(passes.endpoint.uids()).containsExactly(2L);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void aFlagThatIsTakenAwayAfterTheAnswerUndoesNoRecordOfIt() {
        LedgerRecord hidden = onRecord(1, State.DEFERRED, 100, new Care(false, 0, 0, true));
        PassLedger history = history(hidden);
        ServerMarked serverMarked = new ServerMarked(history, passes.now);
        serverMarked.found(1);
        serverMarked.toUnmark();
        serverMarked.done(1);

        serverMarked.unmarked(List.of(1L));

        assertThat(history.writer().isWaiting(1)).isFalse();
    }

    @Test
    void aSearchIsMadeAgainWhereTheRecordsTellOfAnotherMailbox() {
        PassLedger history = history(onRecord(1, State.DEFERRED, 100, new Care(false, 0, 0, true)));

        assertThat(history.isAtOddsWith(List.of(2L))).isFalse();
        assertThat(history.isAtOddsWith(List.of(1L, 2L))).isTrue();
        assertThat(history(onRecord(1, State.DEFERRED, 100, Care.NONE)).isAtOddsWith(List.of(1L)))
                .isFalse();
        assertThat(history(onRecord(1, State.DEFERRED, 100, Care.NONE)).isAtOddsWith(List.of()))
                .isTrue();
    }

    private PassLedger history(LedgerRecord record) {
        return new PassLedger(
                Pollers.poller(Map.of()),
                mailbox.uidValidity,
                Map.of(record.uid(), record),
                new Effects(new Moment(0, passes.now)),
                new Retries(1),
                passes.now);
    }

    private LedgerRecord onRecord(long uid, State state, long size, Care care) {
        return LedgerRecord.first(uid, state, passes.now, "before", size, "").caring(care);
    }
}
