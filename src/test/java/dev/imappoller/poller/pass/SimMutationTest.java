package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of the checker: the simulator finds each bug that can be planted, and says after how many schedules. */
class SimMutationTest {
    private static final int MOST_SCHEDULES = 3000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theSimulatorFinds(SimMutation mutation) {
        long seed = 0;
        Optional<String> found = Optional.empty();
        while (found.isEmpty() && seed < MOST_SCHEDULES) {
            found = violation(++seed, mutation);
        }

        assertThat(found)
                .as(mutation + " within " + MOST_SCHEDULES + " schedules")
                .isPresent();
        System.out.println(mutation + ": found by schedule " + seed + ": " + found.orElseThrow());
    }

    /** What a bug does that the same schedule without it doesn't. */
    private static Optional<String> violation(long seed, SimMutation mutation) {
        return play(seed, mutation)
                .violation()
                .filter(violation -> play(seed, SimMutation.NONE).violation().isEmpty())
                .map(SimHistory.Violation::kind);
    }

    private static SimSchedule.Result play(long seed, SimMutation mutation) {
        return SimSchedule.play(SimChoices.ofSeed(seed), mutation);
    }
}
