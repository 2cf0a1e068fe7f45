package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SegmentRunTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration BUDGET = Duration.ofSeconds(45);
    private static final Segment THIRD = new Segment(3, 8);

    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final List<Segment> polled = new ArrayList<>();

    @Test
    void pollsUnderALeaseAndGivesItBack() {
        List<Boolean> free = new ArrayList<>();

        run(segment -> free.add(leases.isFree("3"))).poll(THIRD);

        assertThat(free).containsExactly(false);
        assertThat(leases.isFree("3")).isTrue();
        assertThat(leases.taken).isEqualTo(1);
        assertThat(events.lines).isEmpty();
    }

    @Test
    void leavesASegmentToWhoeverPollsIt() {
        leases.takenOverUntil("3", NOW.plusSeconds(1));

        run(polled::add).poll(THIRD);

        assertThat(polled).isEmpty();
        assertThat(events.lines).containsExactly("segmentHeld 3");
        assertThat(leases.isFree("3")).isFalse();
    }

    @Test
    void theSameNumberOfAnotherSplitIsTheSameLeaseAndOtherNumbersAreNot() {
        leases.takenOverUntil("3", NOW.plusSeconds(1));

        run(polled::add).poll(new Segment(3, 4));
        run(polled::add).poll(new Segment(2, 4));

        assertThat(polled).containsExactly(new Segment(2, 4));
    }

    @Test
    void takesALeaseOverThatHasEnded() {
        leases.takenOverUntil("3", NOW.minusMillis(1));

        run(polled::add).poll(THIRD);

        assertThat(polled).containsExactly(THIRD);
    }

    @Test
    void theLeaseOutlastsTheLongestRun() {
        Duration longest = BUDGET.plus(Budget.GRACE).plus(Dispatcher.TO_RECORD);
        List<Leases.Taking> taken = new ArrayList<>();

        run(segment -> {
                    Instant late = NOW.plus(longest);
                    taken.add(leases.take("3", "another", late, late.plusSeconds(60)));
                    Instant killed =
                            NOW.plus(BUDGET).plus(SegmentRun.BEYOND_BUDGET).plusMillis(1);
                    taken.add(leases.take("3", "another", killed, killed.plusSeconds(60)));
                })
                .poll(THIRD);

        assertThat(taken).containsExactly(Leases.Taking.HELD_BY_ANOTHER, Leases.Taking.TAKEN_OVER);
        assertThat(leases.isFree("3")).as("the other's").isFalse();
    }

    @Test
    void aTableThatCannotBeReadIsToldAndTheLeaseGivenBack() {
        run(segment -> {
                    throw new TableException("There is no table.", new IllegalStateException());
                })
                .poll(THIRD);

        assertThat(events.lines).containsExactly("runFailed");
        assertThat(leases.isFree("3")).isTrue();
    }

    @Test
    void anErrorInTheProgramGivesTheLeaseBackAndIsNotHidden() {
        SegmentRun broken = run(segment -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> broken.poll(THIRD)).isInstanceOf(IllegalStateException.class);
        assertThat(leases.isFree("3")).isTrue();
    }

    @Test
    void doesNothingWithoutALease() {
        leases.inTrouble = true;

        run(polled::add).poll(THIRD);

        assertThat(polled).isEmpty();
        assertThat(events.lines).containsExactly("runFailed");
    }

    private SegmentRun run(Consumer<Segment> run) {
        return new SegmentRun(run, leases, BUDGET, events, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
