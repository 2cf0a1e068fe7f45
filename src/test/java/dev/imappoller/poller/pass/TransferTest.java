package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pass promises while several messages are on their way at the same time. */
class TransferTest {
    private static final int POSTS = 8;

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeEvents events = new FakeEvents();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong nanos = new AtomicLong();
    private InFlightLimit room = new InFlightLimit(100_000_000, 100_000_000);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void postsSeveralMessagesAtTheSameTime() {
        int first = 3; // Until the endpoint has answered once.
        LongStream.rangeClosed(1, first + POSTS).forEach(mailbox::with);
        CyclicBarrier all = new CyclicBarrier(POSTS);
        AtomicInteger posted = new AtomicInteger();
        endpoint.onPost = () -> {
            if (posted.incrementAndGet() > first) {
                await(all);
            }
        };

        Outcome outcome = pass(Map.of());

        assertThat(outcome.counts().delivered()).isEqualTo(first + POSTS);
        assertThat(mailbox.seen).hasSize(first + POSTS);
    }

    @Test
    void neverHasMoreThanTwentyFiveAnsweredAndUnmarked() {
        LongStream.rangeClosed(1, 300).forEach(mailbox::with);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger posted = new AtomicInteger();
        endpoint.onPost = () -> most.accumulateAndGet(posted.incrementAndGet() - mailbox.seen.size(), Math::max);

        pass(Map.of("maxMessages", number(300)));

        assertThat(mailbox.seen).hasSize(300);
        assertThat(most).hasValueLessThanOrEqualTo(25);
    }

    @Test
    void marksInBatches() {
        LongStream.rangeClosed(1, 200).forEach(mailbox::with);

        pass(Map.of("maxMessages", number(200)));

        assertThat(mailbox.commands.stream().filter(command -> command.startsWith("STORE")))
                .hasSizeLessThanOrEqualTo(10);
        assertThat(mailbox.seen).hasSize(200);
    }

    @Test
    void asksForMessagesInWindows() {
        LongStream.rangeClosed(1, 120).forEach(mailbox::with);

        pass(Map.of("maxMessages", number(120)));

        assertThat(mailbox.windows).hasSizeLessThanOrEqualTo(4).allMatch(window -> window.size() <= 50);
        assertThat(mailbox.windows.get(0)).hasSize(50);
    }

    @Test
    void asksForNoMoreThanThereIsRoomFor() {
        LongStream.rangeClosed(1, 6).forEach(uid -> {
            mailbox.with(uid);
            mailbox.announcedSizes.put(uid, 1000L);
        });
        room = new InFlightLimit(2 * 3 * 1000, 0);

        pass(Map.of());

        assertThat(mailbox.windows).allMatch(window -> window.size() <= 2);
        assertThat(mailbox.seen).hasSize(6);
    }

    @Test
    void goesOnOneByOneWhereThereIsNoRoomAtAll() {
        mailbox.with(1, 2, 3);
        room = new InFlightLimit(0, 0);

        pass(Map.of());

        assertThat(mailbox.windows).containsExactly(List.of(1L), List.of(2L), List.of(3L));
        assertThat(mailbox.seen).hasSize(3);
    }

    @Test
    void givesAllRoomBack() {
        mailbox.with(1, 2, 3, 4);
        mailbox.goneAtFetch.add(1L);
        mailbox.refusedFetches.add(2L);
        endpoint.answers.put(3L, status(500));
        long size = mailbox.messages.get(1L).length;
        room = new InFlightLimit(4 * 3 * size, 0);

        pass(Map.of());

        assertThat(room.tryTake(new MessageSummary(1, 4 * size, java.util.Optional.empty(), false)))
                .isTrue();
    }

    @Test
    void looksAgainBeforeItPostsWhatHasWaitedLong() {
        LongStream.rangeClosed(1, 20).forEach(mailbox::with);
        endpoint.onPost = () -> {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            mailbox.seen.add(20L); // A person reads it while it waits.
        };

        pass(Map.of());

        assertThat(mailbox.commands).anyMatch(command -> command.startsWith("LOOK"));
        assertThat(endpoint.uids()).doesNotContain(20L).hasSize(19);
        assertThat(mailbox.open).hasValue(0);
    }

    @Test
    void anErrorOverOneMessageLeavesTheOthersAlone() {
        mailbox.with(1, 2, 3);
        AtomicBoolean isFirst = new AtomicBoolean(true); // Messages are posted side by side.
        endpoint.onPost = () -> {
            if (isFirst.getAndSet(false)) {
                throw new OutOfMemoryError("one message too large");
            }
        };

        Outcome outcome = pass(Map.of());

        assertThat(mailbox.seen).hasSize(2);
        assertThat(outcome.counts().delivered()).isEqualTo(2);
        assertThat(outcome.counts().deferred()).isEqualTo(1);
        assertThat(events.lines).contains("internalError support");
    }

    @Test
    void aBugOnTheThreadThatReadsIsReportedAsOne() {
        mailbox.with(1);
        endpoint.onPost = () -> mailbox.isLostBy(new IllegalStateException("a bug"));

        pass(Map.of());

        assertThat(events.lines).contains("internalError support");
    }

    @Test
    void aServerThatGoesAwayIsNoBug() {
        mailbox.with(1);
        endpoint.onPost = () -> mailbox.goesAway();

        pass(Map.of());

        assertThat(events.lines).doesNotContain("internalError support");
    }

    private Outcome pass(Map<String, Object> extra) {
        Budget budget = Budget.starting(nanos::get, Duration.ofSeconds(45));
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, new FakeLedger(), new FakeLeases(), events);
        PassContext context = new PassContext(
                budget, new Cutoff(), Instant.EPOCH, Clock.systemUTC(), nanos::get, room, POSTS, threads);
        return new Pass(Pollers.poller(extra), PollerState.NEW, ports, context)
                .make()
                .outcome()
                .orElseThrow();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not all were posted at the same time", e);
        }
    }
}
