package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.DynamoProxy.Reaction;
import dev.imappoller.testing.OnlyFor;
import dev.imappoller.testing.Packaging;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock jumps, between runs and within them: nothing is lost, nothing comes twice, and nothing waits for longer than it would. */
@OnlyFor(value = Packaging.JVM, because = "the clock of the process is the machine's")
class ClockFaultsIT {
    private final Rig rig = new Rig();
    private final JumpingClock clock = new JumpingClock();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theClockJumpsBackAndForth() {
        rig.clock = clock;
        Account account = rig.account("clock").arrive(30);
        account.app(name -> {
            clock.jump(Duration.ofHours(name.hashCode() % 50)); // In mid-pass.
            return Account.Reply.status(name.endsWith("7") ? 500 : 200);
        });

        for (int hours : new int[] {0, 100, -200, 5000, -10_000}) {
            clock.jump(Duration.ofHours(hours));
            account.arrive(5);
            rig.run();
            account.look();
        }

        assertThat(account.history.duplicates()).isZero();
        rig.deliversTheRest();
    }

    @Test
    void whatWasWrittenWhileTheClockWasAheadHoldsUpNothing() {
        rig.clock = clock;
        Account waiting = rig.account("waiting").arrive(3);
        waiting.app(name -> new Account.Reply(503, Answers.response(503, "busy", "Retry-After: 3600")));
        Account leased = rig.account("leased").arrive(3);
        leased.app(name -> Account.Reply.status(500));
        rig.dynamo.reactions(call -> call.is("DeleteItem", leased.id)
                ? Reaction.error("InternalServerError") // So the lease stays behind.
                : Reaction.PASS);
        clock.jump(Duration.ofDays(100));
        rig.run();
        assertThat(rig.records(leased)).contains("lease");
        assertThat(rig.records(waiting)).contains("backoff");

        clock.jump(Duration.ofDays(-100));

        rig.deliversTheRest();
    }

    /** The time of this machine, and as much more as it was told to. */
    private static final class JumpingClock extends Clock {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        private void jump(Duration more) {
            ahead.accumulateAndGet(more, Duration::plus);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return Clock.systemUTC().getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
