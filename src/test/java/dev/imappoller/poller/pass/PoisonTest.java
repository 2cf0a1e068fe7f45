package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.LedgerRecords;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Messages that fail hold up no new one, whether the web app answers to them or dies at them. */
class PoisonTest {
    private static final Answer CLOSES =
            new Answer.None(Answer.Cause.CONNECTION_LOST, "closed the connection", Duration.ZERO);

    private final PassFixture passes = new PassFixture();
    private final FakeMailbox mailbox = passes.mailbox;
    private final FakeEndpoint endpoint = passes.endpoint;

    @Test
    void noWindowMixesNewMessagesWithThoseThatFailed() {
        mailbox.with(1, 2);
        endpoint.otherwise = status(500);
        passes.pass();
        mailbox.with(3, 4);

        passes.pass();

        assertThat(mailbox.windows).containsExactly(List.of(3L, 4L), List.of(1L, 2L));
        assertThat(endpoint.uids()).containsExactly(3L, 4L, 1L, 2L);
    }

    @Test
    void aWindowEndsWhereTheOrderTurns() {
        mailbox.with(1, 2, 3);
        endpoint.otherwise = status(500);
        passes.pass(Map.of("maxMessages", number(1))); // Three are tried for one.
        passes.ledger.records.computeIfPresent(
                1L, (uid, record) -> LedgerRecords.attemptedAt(record, passes.now.plusSeconds(1)));

        passes.pass();

        assertThat(mailbox.windows).containsExactly(List.of(2L, 3L), List.of(1L));
    }

    @Test
    void threeMessagesThatTheWebAppDiesAtHoldUpNewMailForOnePassAtTheMost() {
        mailbox.with(1, 2, 3, 4);
        LongStream.rangeClosed(1, 3).forEach(uid -> endpoint.answers.put(uid, CLOSES));

        assertThat(passes.pass().status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        Outcome second = passes.pass();
        mailbox.with(5, 6);
        Outcome third = passes.pass();
        mailbox.with(7);
        Outcome fourth = passes.pass();

        assertThat(second.counts().delivered()).isEqualTo(1);
        assertThat(third.counts().delivered()).isEqualTo(2);
        assertThat(third.status()).isEqualTo(PollerStatus.OK);
        assertThat(fourth.counts().delivered()).isEqualTo(1);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(4L, 5L, 6L, 7L);
    }

    @Test
    void afterAnOutageAnotherMessageIsTriedEachTimeAndNewOnesFirst() {
        mailbox.with(1, 2, 3, 4);
        endpoint.otherwise = CLOSES;
        passes.pass();

        passes.pass();
        assertThat(endpoint.uids()).containsExactly(4L);
        passes.pass();
        assertThat(endpoint.uids()).containsExactly(1L);
        mailbox.with(9);
        passes.pass();
        assertThat(endpoint.uids()).containsExactly(9L);
        passes.pass();
        assertThat(endpoint.uids()).containsExactly(2L);
    }

    @Test
    void inAnOutageNobodyIsCharged() {
        mailbox.with(1, 2);
        endpoint.otherwise = CLOSES;

        LongStream.rangeClosed(1, 9).forEach(i -> passes.pass(Map.of("maxAttempts", number(1))));

        assertThat(passes.ledger.records.values()).allSatisfy(record -> {
            assertThat(record.state()).isEqualTo(State.DEFERRED);
            assertThat(record.care().silent()).isZero();
        });
    }

    @Test
    void aMessageThatIsLeftWithoutAnAnswerAgainAndAgainWhileOthersGetOneIsChargedAndParked() {
        mailbox.with(1);
        endpoint.answers.put(1L, CLOSES);
        passes.pass();
        for (long uid = 2; uid <= 4; uid++) {
            mailbox.with(uid);
            passes.pass(Map.of("maxAttempts", number(1)));
        }

        assertThat(passes.record(1).state()).isEqualTo(State.PARKED);
        assertThat(passes.record(1).attempts()).isEqualTo(1);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(2L, 3L, 4L);
    }

    @Test
    void anEndpointThatCannotBeReachedIsNoMessagesFault() {
        mailbox.with(1);
        endpoint.answers.put(1L, FakeEndpoint.UNREACHABLE);
        for (long uid = 2; uid <= 5; uid++) {
            mailbox.with(uid);
            passes.pass(Map.of("maxAttempts", number(1)));
        }

        assertThat(passes.record(1).state()).isEqualTo(State.DEFERRED);
        assertThat(passes.record(1).care().silent()).isZero();
    }

    @Test
    void silenceOverOneWhileOthersAreAnsweredOpensNoBreaker() {
        Breaker breaker = new Breaker(false);
        int before = breaker.answers();
        breaker.after(status(200), Verdict.ACCEPTED);

        for (int i = 0; i < 9; i++) {
            breaker.after(CLOSES, Verdict.DEFERRED, before, false);
        }
        assertThat(breaker.isOpen()).isFalse();
        for (int i = 0; i < 9; i++) {
            breaker.after(CLOSES, Verdict.DEFERRED, breaker.answers(), true);
        }
        assertThat(breaker.isOpen()).isFalse();

        for (int i = 0; i < 3; i++) {
            breaker.after(CLOSES, Verdict.DEFERRED, breaker.answers(), false);
        }
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void thoseThatTheWebAppHangsOverWaitForAPassThatHasTheTime() {
        mailbox.with(1);
        endpoint.answers.put(1L, CLOSES);
        passes.pass();
        mailbox.with(2);
        passes.pass();
        assertThat(passes.record(1).care().silent()).isEqualTo(1);
        mailbox.with(3);
        endpoint.onPost = () -> passes.nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        Outcome outcome = passes.pass();

        assertThat(endpoint.uids()).containsExactly(3L);
        assertThat(outcome.measurements().timeIsUp()).isTrue();
    }
}
