package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whatever goes wrong and in whatever order: the delivery contract holds. Each schedule follows from its seed. */
class SimulationTest {
    private static final int FIXED = 2000;
    private static final int FRESH = 2000;

    @Test
    @DisabledIfSystemProperty(named = "simulation.seed", matches = ".+")
    void theContractHoldsWhateverHappens() {
        LongStream.rangeClosed(1, FIXED).forEach(SimulationTest::holds);
    }

    @Test
    @DisabledIfSystemProperty(named = "simulation.seed", matches = ".+")
    void theContractHoldsInSchedulesThatNobodyHasTried() {
        new SplittableRandom().longs(FRESH).forEach(SimulationTest::holds);
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.seed", matches = ".+")
    void theContractHoldsInTheScheduleOfThatSeed() {
        holds(Long.getLong("simulation.seed"));
    }

    @Test
    void aScheduleIsTheSameEachTime() {
        for (long seed = 1; seed <= 50; seed++) {
            SimSchedule.Result first = SimSchedule.play(SimChoices.ofSeed(seed), SimMutation.NONE);
            SimSchedule.Result again = SimSchedule.play(SimChoices.of(first.choices()), SimMutation.NONE);

            assertThat(again.choices()).isEqualTo(first.choices());
            assertThat(again.steps()).isEqualTo(first.steps());
        }
    }

    /** As many schedules as there is time for. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    @EnabledIfSystemProperty(named = "faults.long", matches = "true")
    void theContractHoldsForAsLongAsThereIsTime() throws InterruptedException {
        Duration length = Duration.ofMinutes(Long.getLong("simulation.minutes", 5));
        long end = System.nanoTime() + length.toNanos();
        long from = new SplittableRandom().nextLong();
        AtomicLong seeds = new AtomicLong(from);
        AtomicLong failed = new AtomicLong();
        Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                while (System.nanoTime() < end && failed.get() == 0) {
                    long seed = seeds.getAndIncrement();
                    if (SimSchedule.play(SimChoices.ofSeed(seed), SimMutation.NONE)
                            .violation()
                            .isPresent()) {
                        failed.compareAndSet(0, seed);
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long played = seeds.get() - from;
        System.out.println(played + " schedules, " + played / Math.max(1, length.toSeconds()) + " a second");
        if (failed.get() != 0) {
            holds(failed.get());
        }
    }

    private static void holds(long seed) {
        SimReport.failure(seed).ifPresent(failure -> fail(failure));
    }
}
