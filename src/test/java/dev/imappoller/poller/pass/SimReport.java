package dev.imappoller.poller.pass;

import java.util.List;
import java.util.Optional;

/** Plays schedules, and tells of one that fails, with as few steps as it can be made to fail with. */
final class SimReport {
    private static final int MOST_LINES = 400;

    private SimReport() {}

    /** What is to be said of a seed whose schedule fails; nothing of any other. */
    static Optional<String> failure(long seed) {
        SimSchedule.Result result = SimSchedule.play(SimChoices.ofSeed(seed), SimMutation.NONE);
        return result.violation().map(violation -> {
            int[] shrunk = SimShrink.shrink(result, SimMutation.NONE);
            List<String> words = SimSchedule.tell(SimChoices.of(shrunk), SimMutation.NONE);
            int from = Math.max(0, words.size() - MOST_LINES);
            return "Seed " + seed + " fails at step " + violation.step() + ": " + violation.kind() + ": "
                    + violation.what() + ".\nIt fails again with -Dsimulation.seed=" + seed
                    + ". With fewer steps it fails like this:\n"
                    + String.join("\n", words.subList(from, words.size()));
        });
    }
}
