package dev.imappoller.poller.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.LedgerRecords;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.time.Budget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Parked messages of many pollers are tried again, as far as the time goes and no pass is under way. */
class RetryManyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final RetrySelection PARKED = new RetrySelection(OptionalLong.empty(), Optional.empty(), true);

    private final Map<String, FakeLedger> ledgers = new TreeMap<>();
    private final FakeLeases leases = new FakeLeases();
    private final AtomicLong nanos = new AtomicLong();
    private final Operations operations =
            new Operations(new Ledgers(), leases, new FakeEvents(), Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

    @Test
    void parkedOnesAloneAndOfAllPollers() {
        of("a").records.put(1L, LedgerRecords.of(1, State.PARKED));
        of("a").records.put(2L, LedgerRecords.of(2, State.DEFERRED));
        of("b").records.put(1L, LedgerRecords.of(1, State.TOO_LARGE));
        of("b").rejected.put(2L, LedgerRecords.of(2, State.REJECTED));
        of("c").records.put(1L, LedgerRecords.of(1, State.PARKED));

        RetriedPollers retried = retry();

        assertThat(retried).isEqualTo(all(2, 2));
        assertThat(retried.words())
                .isEqualTo("2 parked message(s) of 2 poller(s) will be tried again at the next poll.");
        assertThat(of("a").records).containsOnlyKeys(2L);
        assertThat(of("b").records).containsOnlyKeys(1L);
        assertThat(of("c").records).isEmpty();
        assertThat(leases.taken).as("leases of those that have some").isEqualTo(2);
    }

    @Test
    void thoseOfAPollerThatIsPolledAreLeftAndSaid() {
        parked("a", 1);
        parked("b", 1);
        leases.takenOverUntil("a", NOW.plusSeconds(5));

        RetriedPollers retried = retry();

        assertThat(retried.underWay()).containsExactly("a");
        assertThat(retried.words()).contains("Those of a are left as they are, since a pass is under way");
        assertThat(of("a").records).hasSize(1);
        assertThat(of("b").records).isEmpty();
    }

    @Test
    void whereTheTimeIsUpItIsSaidHowFarItCame() {
        parked("a", 30);
        parked("b", 60);
        parked("c", 1);
        ledgers.values()
                .forEach(ledger -> ledger.onWrite =
                        () -> nanos.addAndGet(Duration.ofSeconds(3).toNanos()));

        RetriedPollers first = retry();

        assertThat(first.next()).contains("b");
        assertThat(first.messages()).isEqualTo(80);
        assertThat(first.words()).contains("ask for the others with \"next\"");
        RetriedPollers second = operations.retry(List.of("b", "c"), PARKED, budget());
        assertThat(second).isEqualTo(all(11, 2));
    }

    @Test
    void onePollerInTroubleHoldsUpNoOther() {
        parked("a", 1);
        parked("b", 1);
        parked("c", 1);
        of("b").unwritable = true;

        RetriedPollers retried = retry();

        assertThat(retried.messages()).isEqualTo(2);
        assertThat(retried.next()).isEmpty();
        assertThat(retried.error()).contains("Those of b may be left as they are: The table can't be used.");
        assertThat(leases.isFree("b")).isTrue();
    }

    @Test
    void whereAnotherRunTakesOverTheNextPollerHasItsTurn() {
        parked("a", 30);
        parked("b", 1);
        of("a").onWrite = () -> {
            leases.takenOverUntil("a", NOW.plusSeconds(60));
            nanos.addAndGet(Duration.ofSeconds(8).toNanos());
        };

        RetriedPollers retried = retry();

        assertThat(retried.messages()).isEqualTo(26);
        assertThat(retried.underWay()).containsExactly("a");
        assertThat(of("b").records).isEmpty();
    }

    private static RetriedPollers all(int messages, int pollers) {
        return new RetriedPollers(messages, pollers, List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    private RetriedPollers retry() {
        return operations.retry(List.copyOf(ledgers.keySet()), PARKED, budget());
    }

    private Budget budget() {
        return Budget.starting(nanos::get, Duration.ofSeconds(10));
    }

    private void parked(String pollerId, long count) {
        LongStream.rangeClosed(1, count)
                .forEach(uid -> of(pollerId).records.put(uid, LedgerRecords.of(uid, State.PARKED)));
    }

    private FakeLedger of(String pollerId) {
        return ledgers.computeIfAbsent(pollerId, id -> new FakeLedger());
    }

    /** One for each poller. */
    private final class Ledgers implements Ledger {
        @Override
        public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
            return of(pollerId).records(pollerId, uidValidity);
        }

        @Override
        public void forEach(String pollerId, Consumer<Entry> action) {
            of(pollerId).forEach(pollerId, action);
        }

        @Override
        public Set<Long> rejected(String pollerId, long uidValidity, Collection<Long> uids) {
            return of(pollerId).rejected(pollerId, uidValidity, uids);
        }

        @Override
        public void write(String pollerId, Collection<Change> changes) {
            of(pollerId).write(pollerId, changes);
        }
    }
}
