package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.LastAnswered.Unfiled;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.RecentDeliveries;
import dev.imappoller.poller.item.Remembered;
import dev.imappoller.poller.item.UidSet;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is done with messages after delivery comes after their marks, is told where it fails, and never leads to a second post. */
class FilingTest {
    private static final Map<String, Object> MOVES = Map.of("afterDelivery", Map.of("move", "Processed"));
    private static final Map<String, Object> DELETES_FILTERED =
            Map.of("afterDelivery", Map.of("delete", true), "filter", Map.of("subject", "wanted"));
    private static final Map<String, Object> NOTHING = Map.of();

    private final PassFixture passes = new PassFixture();

    @Test
    void whatIsDeliveredIsMarkedAndThenMoved() {
        passes.mailbox.with(1, 2, 3);

        Outcome outcome = pass(MOVES);

        assertThat(passes.mailbox.filed).containsExactly("MOVE Processed [1, 2, 3]");
        assertThat(passes.mailbox.commands).endsWith("STORE [1, 2, 3]", "FILE MOVE [1, 2, 3]");
        assertThat(passes.mailbox.messages).isEmpty();
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.unread()).hasValue(0);
        assertThat(outcome.lastAnswered().flatMap(LastAnswered::unfiled)).isEmpty();
        assertThat(passes.ledger.attempts).isZero();
    }

    @Test
    void nothingIsDoneUnlessItIsAskedFor() {
        passes.mailbox.with(1);

        pass(NOTHING);

        assertThat(passes.mailbox.commands).noneMatch(command -> command.startsWith("FILE"));
        assertThat(passes.mailbox.messages).containsOnlyKeys(1L);
    }

    @Test
    void eachVerdictHasItsOwn() {
        passes.mailbox.with(1, 2, 3);
        passes.endpoint.answers.put(2L, status(422));
        passes.endpoint.answers.put(3L, status(500));

        pass(Map.of("afterDelivery", Map.of("keyword", "$Forwarded", "rejected", Map.of("delete", true))));

        assertThat(passes.mailbox.filed).containsExactlyInAnyOrder("KEYWORD $Forwarded [1]", "DELETE [2]");
        assertThat(passes.mailbox.messages).containsOnlyKeys(1L, 3L);
        assertThat(passes.mailbox.seen).contains(1L).doesNotContain(3L);
    }

    @Test
    void whatIsRejectedStaysWhereItIsUnlessThatIsSaid() {
        passes.mailbox.with(1);
        passes.endpoint.otherwise = status(404);

        pass(MOVES);

        assertThat(passes.mailbox.filed).isEmpty();
        assertThat(passes.mailbox.messages).containsOnlyKeys(1L);
        assertThat(passes.ledger.rejected).containsOnlyKeys(1L);
    }

    @Test
    void itIsDoneInTheSameBatchesAsTheMark() {
        LongStream.rangeClosed(1, 90).forEach(passes.mailbox::with);

        pass(MOVES);

        assertThat(passes.mailbox.messages).isEmpty();
        assertThat(passes.mailbox.commands.stream().filter(command -> command.startsWith("FILE")))
                .hasSizeBetween(2, 5);
        assertThat(passes.mailbox.commands.indexOf(passes.mailbox.commands.stream()
                        .filter(command -> command.startsWith("FILE"))
                        .findFirst()
                        .orElseThrow()))
                .as("the first, before the last mark")
                .isLessThan(passes.mailbox.commands.size() - 2);
    }

    @Test
    void whatTheServerRefusesIsToldAndTriedAgainAndNeverPostedAgain() {
        passes.mailbox.with(1, 2);
        passes.mailbox.refusesFiling = true;

        Outcome first = pass(MOVES);
        Outcome second = pass(MOVES);

        assertThat(first.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(first.detail())
                .contains("refused to do with 2 messages what afterDelivery says", "the server refused MOVE: no")
                .contains("delivered", "not posted again");
        assertThat(first.counts().delivered()).isEqualTo(2);
        assertThat(second.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(passes.events.lines.stream().filter("filingFailed 2"::equals))
                .hasSize(2);
        assertThat(passes.mailbox.seen).containsExactlyInAnyOrder(1L, 2L);

        passes.mailbox.refusesFiling = false;
        assertThat(pass(MOVES).status()).isEqualTo(PollerStatus.OK);

        assertThat(passes.endpoint.uids()).isEmpty();
        assertThat(passes.mailbox.filed).containsExactly("MOVE Processed [1, 2]");
        int leases = passes.leases.taken;
        pass(MOVES);
        assertThat(passes.leases.taken).as("an idle poll takes none").isEqualTo(leases);
    }

    @Test
    void oneThatIsRefusedHoldsUpNoOther() {
        passes.mailbox.with(1, 2, 3);
        passes.mailbox.refusedFilings.add(2L);

        Outcome outcome = pass(MOVES);
        passes.mailbox.with(4);
        pass(MOVES);

        assertThat(outcome.detail()).contains("1 message what afterDelivery says");
        assertThat(passes.mailbox.filed).containsExactly("MOVE Processed [1, 3]", "MOVE Processed [4]");
        assertThat(passes.mailbox.messages).containsOnlyKeys(2L);
        assertThat(passes.mailbox.seen).contains(2L);
    }

    @Test
    void aServerThatThrottlesGetsThePauseThatItAsksForAndNoMoreToDo() {
        LongStream.rangeClosed(1, 90).forEach(passes.mailbox::with);
        LongStream.rangeClosed(2, 90).forEach(passes.mailbox.refusedFilings::add);
        Duration pause = Duration.ofMinutes(7);
        passes.mailbox.filingRefusal =
                new Failure(PollerStatus.THROTTLED, "the server refused MOVE: [THROTTLED]", pause);

        Outcome outcome = pass(MOVES);

        assertThat(outcome.status()).isEqualTo(PollerStatus.THROTTLED);
        assertThat(outcome.retryAfter()).contains(pause);
        assertThat(outcome.detail()).contains("what afterDelivery says", "[THROTTLED]", "not posted again");
        assertThat(outcome.counts().delivered()).isEqualTo(90);
        assertThat(passes.mailbox.commands.stream().filter(command -> command.startsWith("FILE")))
                .hasSize(1);
        assertThat(unfiled().accepted()).hasToString("2:90");
    }

    @Test
    void aServerThatRefusesAllIsAskedOnceInAPass() {
        LongStream.rangeClosed(1, 90).forEach(passes.mailbox::with);
        passes.mailbox.refusesFiling = true;

        pass(MOVES);

        assertThat(passes.mailbox.commands.stream().filter(command -> command.startsWith("FILE")))
                .hasSize(1);
        assertThat(unfiled().accepted()).hasToString("1:90");
    }

    @Test
    void aConnectionThatIsLostOverItHasNothingPostedAgainAndMakesNoSuspects() {
        passes.mailbox.with(1);
        passes.mailbox.endsTheConnectionWhenFiling = true;
        assertThat(pass(MOVES).status()).isEqualTo(PollerStatus.CONNECT_FAILED);

        passes.mailbox.with(2);
        Outcome outcome = pass(MOVES);

        assertThat(outcome.counts().delivered()).isEqualTo(1);
        assertThat(passes.endpoint.uids())
                .as("the new one, before anything is filed away")
                .containsExactly(2L);
        assertThat(passes.mailbox.commands).endsWith("STORE [2]", "FILE MOVE [2]");
        assertThat(passes.ledger.records).isEmpty();

        passes.mailbox.endsTheConnectionWhenFiling = false;
        pass(MOVES);

        assertThat(passes.endpoint.uids()).isEmpty();
        assertThat(passes.mailbox.messages).isEmpty();
    }

    @Test
    void aServerThatBreaksOffAtEachCopyMakesNoMoreThanTwoOfAMessage() {
        passes.mailbox.with(1, 2, 3);
        passes.mailbox.endsTheConnectionWhenFiling = true;
        pass(MOVES);
        assertThat(unfiled().suspects()).hasToString("1:3");

        passes.mailbox.with(4);
        List<String> tries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pass(MOVES);
            passes.mailbox.commands.stream()
                    .filter(command -> command.startsWith("FILE"))
                    .forEach(tries::add);
        }

        assertThat(tries)
                .as("each alone, once more; then it stays where it is")
                .containsExactly("FILE MOVE [4]", "FILE MOVE [1]", "FILE MOVE [2]", "FILE MOVE [3]", "FILE MOVE [4]");
        assertThat(passes.mailbox.messages).containsOnlyKeys(1L, 2L, 3L, 4L);
        assertThat(passes.endpoint.uids()).isEmpty();
        assertThat(passes.state.lastAnswered().flatMap(LastAnswered::unfiled)).isEmpty();
    }

    @Test
    void nothingIsFiledAwayOnceTheLeaseIsLost() {
        passes.mailbox.with(1);
        passes.endpoint.onPost = () -> {
            passes.nanos.addAndGet(Duration.ofSeconds(5).toNanos()); // Time to renew.
            passes.leases.takenOverUntil("support", passes.now.plusSeconds(60));
        };

        pass(MOVES);

        assertThat(passes.mailbox.seen).containsExactly(1L);
        assertThat(passes.mailbox.filed).isEmpty();
    }

    @Test
    void whatIsCopiedIsNotCopiedAgain() {
        passes.mailbox.with(1, 2);
        passes.mailbox.copiesInsteadOfMoving = true;
        passes.mailbox.endsTheConnectionAfterCopying = true;
        pass(MOVES);
        assertThat(unfiled().copied()).hasToString("1:2");

        passes.mailbox.endsTheConnectionAfterCopying = false;
        pass(MOVES);

        assertThat(passes.mailbox.filed).containsExactly("copied to Processed [1, 2]", "DELETE [1, 2]");
        assertThat(passes.mailbox.messages).isEmpty();
    }

    @Test
    void whatCannotBeMarkedIsMovedOnceItIs() {
        passes.mailbox.with(1);
        passes.endpoint.otherwise = status(404);
        passes.mailbox.refusesStore = true;
        Map<String, Object> moves = Map.of("afterDelivery", Map.of("rejected", Map.of("move", "Refused")));

        pass(moves);
        assertThat(passes.mailbox.filed).isEmpty();
        passes.mailbox.refusesStore = false;
        pass(moves);

        assertThat(passes.endpoint.uids()).isEmpty();
        assertThat(passes.mailbox.filed).containsExactly("MOVE Refused [1]");
    }

    @Test
    void whatSomebodyMarksAsUnreadIsDeliveredAgainBeforeItIsMoved() {
        passes.mailbox.with(1);
        passes.mailbox.refusesFiling = true;
        pass(MOVES);
        pass(MOVES);
        passes.mailbox.refusesFiling = false;
        passes.mailbox.seen.clear();
        passes.endpoint.otherwise = status(500);

        pass(MOVES);
        assertThat(passes.endpoint.uids()).containsExactly(1L);
        assertThat(passes.mailbox.messages)
                .as("it has no final answer any more")
                .containsOnlyKeys(1L);
        passes.endpoint.otherwise = status(200);
        pass(MOVES);

        assertThat(passes.mailbox.messages).isEmpty();
    }

    @Test
    void whatSomebodyAsksForAgainAndThenReadsStaysWhereItIs() {
        passes.mailbox.with(1, 2);
        passes.mailbox.refusesFiling = true;
        pass(MOVES);
        pass(MOVES);
        passes.mailbox.refusesFiling = false;
        passes.ledger.records.put(1L, LedgerRecord.first(1, State.DEFERRED, passes.now, "asked for again", 100, ""));

        pass(MOVES);

        assertThat(passes.mailbox.filed).containsExactly("MOVE Processed [2]");
        assertThat(passes.endpoint.uids()).isEmpty();
    }

    @Test
    void whatSomebodyMarksAsUnreadStaysThoughTheFilterDoesNotLetItThrough() {
        passes.mailbox.with(1, 2);
        passes.mailbox.refusesFiling = true;
        passes.mailbox.matching = Optional.of(Set.of(1L, 2L));
        pass(DELETES_FILTERED);
        passes.mailbox.matching = Optional.of(Set.of());
        pass(DELETES_FILTERED);
        passes.mailbox.refusesFiling = false;
        passes.mailbox.seen.remove(1L);

        pass(DELETES_FILTERED);

        assertThat(passes.mailbox.filed).containsExactly("DELETE [2]");
        assertThat(passes.mailbox.messages).containsOnlyKeys(1L);
        assertThat(passes.mailbox.seen).doesNotContain(1L);
    }

    @Test
    void whatIsAnsweredAndCannotBeMarkedIsFiledAwayOnceItIsThoughTheFilterDoesNotLetItThrough() {
        passes.mailbox.with(1);
        passes.mailbox.refusesStore = true;
        passes.mailbox.matching = Optional.of(Set.of(1L));
        pass(DELETES_FILTERED);
        passes.mailbox.matching = Optional.of(Set.of());
        pass(DELETES_FILTERED);
        assertThat(passes.mailbox.filed).isEmpty();
        passes.mailbox.refusesStore = false;

        pass(DELETES_FILTERED);

        assertThat(passes.mailbox.filed).containsExactly("DELETE [1]");
    }

    @Test
    void aPassThatEndsBeforeItKnowsWhatIsToBeDoneForgetsNothing() {
        passes.mailbox.with(1, 2);
        passes.mailbox.refusedFilings.add(1L);
        passes.mailbox.losesMarks = true;
        pass(MOVES);
        passes.mailbox.endTheConnectionWhenListed.add(1L);

        pass(MOVES);

        assertThat(unfiled().accepted()).hasToString("1");
    }

    @Test
    void whatIsNotAskedForAnyMoreIsNotDone() {
        passes.mailbox.with(1);
        passes.mailbox.refusesFiling = true;
        pass(MOVES);
        passes.mailbox.refusesFiling = false;

        pass(NOTHING);
        pass(MOVES);

        assertThat(passes.mailbox.filed).isEmpty();
    }

    @Test
    void uidsOfAnotherUidValidityNameOtherMessages() {
        passes.mailbox.with(1);
        passes.mailbox.refusesFiling = true;
        pass(MOVES);
        passes.mailbox.refusesFiling = false;
        passes.mailbox.uidValidity = OptionalLong.of(8);

        pass(MOVES);

        assertThat(passes.mailbox.filed).isEmpty();
    }

    @Test
    void withoutAUidValidityOnlyThisPassMessagesAreMoved() {
        passes.mailbox.with(1);
        passes.mailbox.refusesFiling = true;
        pass(MOVES);
        passes.mailbox.refusesFiling = false;
        passes.mailbox.uidValidity = OptionalLong.empty();
        passes.mailbox.with(2);

        pass(MOVES);

        assertThat(passes.mailbox.filed).containsExactly("MOVE Processed [2]");
    }

    @Test
    void whatATableSaysOfMessagesThatWereNeverDeliveredMovesNone() {
        passes.mailbox.with(1, 2);
        passes.endpoint.otherwise = status(500);
        pass(MOVES);
        LastAnswered known = passes.state.lastAnswered().orElseThrow();
        UidSet all = UidSet.of(List.of(1L, 2L));
        passes.state = remembering(new LastAnswered(
                known.mailbox(),
                known.uidValidity(),
                known.asOf(),
                UidSet.NONE,
                Optional.of(new Unfiled(all, all, all, UidSet.NONE))));

        pass(MOVES);

        assertThat(passes.mailbox.filed).isEmpty();
        assertThat(passes.mailbox.messages).containsOnlyKeys(1L, 2L);
    }

    private Unfiled unfiled() {
        return passes.state.lastAnswered().flatMap(LastAnswered::unfiled).orElseThrow();
    }

    /** A pass that leaves in the item what the next one finds there. */
    private Outcome pass(Map<String, Object> extra) {
        Optional<LastAnswered> before = passes.state.lastAnswered();
        Outcome outcome = passes.pass(extra);
        outcome.lastAnswered().or(() -> before).ifPresent(answered -> passes.state = remembering(answered));
        return outcome;
    }

    private PollerState remembering(LastAnswered answered) {
        PollerState state = passes.state;
        return new PollerState(
                state.lastPollAt(),
                state.consecutiveFailures(),
                state.status(),
                state.backlog(),
                state.lastSuccessAt(),
                state.detail(),
                RecentDeliveries.NONE,
                new Remembered(Optional.of(answered), Optional.empty()));
    }
}
