package dev.imappoller.poller.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private long nanos = Long.MAX_VALUE - 5; // System.nanoTime() may overflow at any moment.
    private final Budget budget = Budget.starting(() -> nanos, Duration.ofSeconds(45));

    @Test
    void beginsNoNewMessageOnceItsTimeIsUp() {
        assertThat(budget.isOver()).isFalse();
        pass(Duration.ofSeconds(44));
        assertThat(budget.isOver()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(budget.isOver()).isTrue();
    }

    @Test
    void leavesWhatIsUnderWaySomeTimeToEnd() {
        pass(Duration.ofSeconds(45));
        assertThat(budget.untilCut()).isEqualTo(Budget.GRACE);
        pass(Budget.GRACE.plusSeconds(1));
        assertThat(budget.untilCut()).isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
