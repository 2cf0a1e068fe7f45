package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.endpoint.Verdict;
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
import dev.imappoller.testing.Await;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trouble at the worst moment: what was answered is not posted again, and what is in trouble holds up nothing else. */
class RecoveryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final AtomicLong nanos = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private LongSupplier nanoTime = nanos::get;
    private final AtomicInteger posts = new AtomicInteger();
    private Executor senders = Runnable::run;
    private PollerState before = PollerState.NEW;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void remembersWhatWasAnsweredWhenTheRunEndsWithoutIt() throws Exception {
        mailbox.with(1);
        mailbox.answersNoStore = true;
        Thread pass = new Thread(this::make);
        pass.start();
        Await.until(
                BOUND, "no STORE", () -> mailbox.commands.stream().anyMatch(command -> command.startsWith("STORE")));

        pass.interrupt();
        pass.join(BOUND.toMillis());

        assertThat(ledger.records.get(1L).state()).isEqualTo(State.DELIVERED);
        assertThat(leases.isFree("support")).isTrue();
    }

    @Test
    void remembersWhatWasAnsweredAtOnceWhenTheConnectionIsLost() throws Exception {
        mailbox.with(1, 2);
        mailbox.losesConnectionAt = Optional.of("STORE");
        nanoTime = System::nanoTime;
        senders = threads;
        CountDownLatch hanging = new CountDownLatch(1);
        endpoint.onPost = () -> {
            if (posts.incrementAndGet() > 1) {
                await(hanging);
            }
        };

        Thread pass = new Thread(this::make);
        pass.start();
        Await.until(BOUND, "nothing is on record", () -> !ledger.records.isEmpty());

        assertThat(ledger.records.values())
                .singleElement()
                .satisfies(record -> assertThat(record.state()).isEqualTo(State.DELIVERED));
        hanging.countDown();
        pass.join(BOUND.toMillis());
        assertThat(ledger.records).hasSize(2);
    }

    @Test
    void aPostThatCannotBeBegunCostsTheOthersNothing() {
        LongStream.rangeClosed(1, 4).forEach(mailbox::with);
        int[] begun = {0};
        senders = post -> {
            begun[0]++;
            if (begun[0] == 2) {
                throw new RejectedExecutionException();
            }
            if (begun[0] == 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            post.run();
        };

        Outcome outcome = make().orElseThrow();

        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 4L);
        assertThat(outcome.counts().deferred()).isEqualTo(2);
        assertThat(mailbox.open).hasValue(0);
    }

    @Test
    void anAnswerCountsWhateverFailsAfterIt() {
        mailbox.with(1);
        events.onDelivery = () -> {
            throw new OutOfMemoryError("over a line of the log");
        };

        make();
        make();

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(events.lines).contains("internalError support");
    }

    @Test
    void forgetsNothingThatAnotherRunWroteSinceTheSearch() {
        mailbox.with(1);
        ledger.records.put(9L, LedgerRecords.of(9, State.DEFERRED));
        mailbox.afterSearch = () -> {
            mailbox.afterSearch = () -> {};
            mailbox.with(2);
            ledger.records.put(2L, LedgerRecords.of(2, State.DELIVERED)); // Posted, and not marked.
        };

        make();
        make();

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void forgetsNothingWhileAnotherRunIsAtIt() {
        before = new PollerState(Optional.of(NOW), 0, Optional.of(PollerStatus.OK), OptionalInt.of(1));
        leases.takenOverUntil("support", NOW.plusSeconds(5));
        mailbox.afterSearch = () -> {
            mailbox.with(2);
            ledger.records.put(2L, LedgerRecords.of(2, State.DELIVERED));
        };

        make();

        assertThat(ledger.records).containsOnlyKeys(2L);
    }

    @Test
    void aLedgerThatHangsHoldsUpAPassAndNotEachOfItsMessages() {
        LongStream.rangeClosed(1, 40).forEach(mailbox::with);
        LongStream.rangeClosed(100, 140).forEach(uid -> ledger.records.put(uid, LedgerRecords.of(uid, State.DEFERRED)));
        endpoint.otherwise = status(500);
        ledger.unwritable = true;

        make();

        assertThat(endpoint.uids()).hasSize(40);
        assertThat(ledger.attempts).isLessThanOrEqualTo(2);
    }

    @Test
    void writesDownAtTheEndWhatCouldNotBeWrittenBefore() {
        LongStream.rangeClosed(1, 20).forEach(mailbox::with);
        ledger.records.put(100L, LedgerRecords.of(100, State.DEFERRED));
        endpoint.otherwise = status(500);
        ledger.failingWrites = 1;

        make();

        assertThat(ledger.records.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void waitsForNoTimeThatAClockGoneWrongHasWritten() {
        mailbox.with(1);
        ledger.records.put(1L, waitingUntil(NOW.plus(Duration.ofDays(400))));

        make();

        assertThat(endpoint.uids()).containsExactly(1L);
    }

    @Test
    void anAnswerThatMayNotAskToWaitMakesNoMessageWait() {
        mailbox.with(1);
        endpoint.otherwise = new Answer.Http(500, "", Duration.ZERO, Optional.of(Duration.ofHours(1)));

        make();
        make();

        assertThat(endpoint.uids()).containsExactly(1L, 1L);
    }

    @Test
    void keepsItsLeaseWhileTheLastPostsEnd() {
        mailbox.with(1, 2);
        endpoint.onPost = () -> nanos.addAndGet(Duration.ofSeconds(46).toNanos());

        make();

        assertThat(endpoint.uids()).containsExactly(1L);
        assertThat(leases.taken).isEqualTo(2);
    }

    @Test
    void postsNothingMoreIfAnotherRunHadTheLeaseMeanwhile() {
        LongStream.rangeClosed(1, 30).forEach(mailbox::with);
        endpoint.onPost = () -> {
            nanos.addAndGet(Duration.ofSeconds(12).toNanos()); // The process was stopped, and its lease ended.
            leases.takenOverUntil("support", NOW.plusSeconds(60));
            leases.release("support", "another");
        };

        make();

        assertThat(endpoint.uids()).containsExactly(1L);
    }

    @Test
    void aPassWithoutItsLeaseWritesNothingOverWhatAnotherWrote() {
        mailbox.with(1);
        endpoint.otherwise = status(500);
        endpoint.onPost = () -> {
            nanos.addAndGet(Duration.ofSeconds(12).toNanos());
            leases.takenOverUntil("support", NOW.plusSeconds(60));
            ledger.records.put(1L, LedgerRecords.of(1, State.DELIVERED));
        };

        make();

        assertThat(ledger.records.get(1L).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void theEndpointsWishToWaitIsKeptWhateverHappensAfterIt() {
        mailbox.with(1, 2);
        mailbox.losesConnectionAt = Optional.of("STORE");
        endpoint.answers.put(2L, new Answer.Http(503, "", Duration.ZERO, Optional.of(Duration.ofMinutes(10))));

        Outcome outcome = make().orElseThrow();

        assertThat(outcome.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(outcome.retryAfter()).contains(Duration.ofMinutes(10));
        assertThat(outcome.detail()).contains("answered HTTP 503");
    }

    @Test
    void aBreakerStaysOpenWhateverComesInLate() {
        Breaker breaker = new Breaker(false);
        for (int i = 0; i < 3; i++) {
            breaker.after(FakeEndpoint.UNREACHABLE, Verdict.DEFERRED);
        }

        breaker.after(status(200), Verdict.ACCEPTED);

        assertThat(breaker.isOpen()).isTrue();
    }

    private Optional<Outcome> make() {
        Budget budget = Budget.starting(nanoTime, Duration.ofSeconds(45));
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, ledger, leases, events);
        PassContext context = new PassContext(
                budget,
                new Cutoff(),
                NOW,
                Clock.fixed(NOW, ZoneOffset.UTC),
                nanoTime,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                senders);
        return new Pass(Pollers.poller(Map.of()), before, ports, context).make().outcome();
    }

    private static LedgerRecord waitingUntil(Instant next) {
        return new LedgerRecord(
                1,
                State.DEFERRED,
                1,
                NOW,
                NOW,
                Optional.of(next),
                OptionalInt.of(503),
                "answered HTTP 503",
                Optional.empty(),
                100,
                "");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let it go on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
