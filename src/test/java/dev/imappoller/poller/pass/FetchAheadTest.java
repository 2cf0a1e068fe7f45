package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.Stage;
import dev.imappoller.poller.time.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What passes take in hand that share one room. */
class FetchAheadTest {
    private static final long MIB = 1024 * 1024;
    private static final long LARGE = 25 * MIB;
    private static final int MANY = 1000;

    private final AtomicLong nanos = new AtomicLong();
    private final Budget budget = Budget.starting(nanos::get, Duration.ofSeconds(40));

    /** For two large messages. */
    private final InFlightLimit room = new InFlightLimit(8 * MIB, 100 * MIB);

    private final OnePass first = new OnePass(LARGE);
    private final OnePass second = new OnePass(LARGE);
    private final OnePass third = new OnePass(LARGE);

    @Test
    void aLargeMessageWaitsForRoomWhileHalfOfTheRunIsLeft() {
        assertThat(first.next()).hasSize(1);
        assertThat(second.next()).hasSize(1);
        assertThat(third.next()).isEmpty();

        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(third.next()).isEmpty();
        first.ends();

        assertThat(third.next()).hasSize(1);
    }

    @Test
    void thenItGoesOnWithoutRoomSinceOthersMayNotBeAnswered() {
        first.next();
        second.next();

        nanos.addAndGet(Duration.ofSeconds(21).toNanos());

        assertThat(third.next()).hasSize(1);
    }

    @Test
    void aSmallMessageDoesNotWait() {
        first.next();
        second.next();

        assertThat(new OnePass(MIB).next()).hasSize(1);
    }

    @Test
    void aMessageThatIsLargerThanAllRoomHasItForItself() {
        OnePass huge = new OnePass(200 * MIB);
        assertThat(huge.next()).hasSize(1);
        assertThat(first.next()).isEmpty();

        huge.ends();

        assertThat(first.next()).hasSize(1);
        assertThat(new OnePass(200 * MIB).next()).isEmpty();
    }

    /** A pass over a mailbox with one message. */
    private final class OnePass {
        private final Flights flights = new Flights();
        private final FetchAhead ahead = new FetchAhead(flights, room, budget);

        private OnePass(long size) {
            flights.plan(new MessageSummary(1, size, Optional.empty(), false), DeliveryOrder.NEW);
        }

        private List<MessageSummary> next() {
            return ahead.next(MANY);
        }

        private void ends() {
            ahead.free(flights.first(Stage.ASKED_FOR).orElseThrow());
        }
    }
}
