package dev.imappoller.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lease is trusted for less long than it lasts, and renewed in time. */
class LeaseHoldTest {
    private static final long SECOND = 1_000_000_000;

    private final LeaseHold lease = new LeaseHold();

    @Test
    void nothingIsHeldBeforeItIsTaken() {
        assertThat(lease.isKept(0)).isFalse();
        assertThat(lease.wasTaken()).isFalse();
        assertThat(lease.isRenewalDue(100 * SECOND)).isFalse();
    }

    @Test
    void countsFromWhenItWasAskedFor() {
        lease.asked(0);
        lease.answered(true);

        assertThat(lease.isKept(8 * SECOND - 1)).isTrue();
        assertThat(lease.isKept(8 * SECOND)).isFalse();
        assertThat(lease.isLost()).as("its renewal tells").isFalse();
    }

    @Test
    void isRenewedOnceAtATime() {
        lease.asked(0);
        lease.answered(true);
        assertThat(lease.isRenewalDue(4 * SECOND - 1)).isFalse();
        assertThat(lease.untilRenewal(SECOND)).isEqualTo(Duration.ofSeconds(3));
        assertThat(lease.isRenewalDue(4 * SECOND)).isTrue();

        lease.asked(4 * SECOND);
        assertThat(lease.isRenewalDue(5 * SECOND)).isFalse();

        lease.answered(true);
        assertThat(lease.isKept(11 * SECOND)).isTrue();
        assertThat(lease.isRenewalDue(8 * SECOND)).isTrue();
    }

    @Test
    void aRenewalThatFailsIsTriedAgainUntilNobodyCanTrustIt() {
        lease.asked(0);
        lease.answered(true);
        lease.asked(4 * SECOND);
        lease.failed(5 * SECOND);
        assertThat(lease.isLost()).isFalse();
        assertThat(lease.isRenewalDue(5 * SECOND)).isFalse();
        assertThat(lease.isRenewalDue(6 * SECOND)).isTrue();

        lease.asked(7 * SECOND);
        lease.failed(8 * SECOND);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void isLostForGoodWhereAnotherHasIt() {
        lease.asked(0);
        lease.answered(true);
        lease.asked(4 * SECOND);
        lease.answered(false);

        assertThat(lease.isLost()).isTrue();
        assertThat(lease.isKept(5 * SECOND)).isFalse();
        assertThat(lease.isRenewalDue(9 * SECOND)).isFalse();
    }
}
