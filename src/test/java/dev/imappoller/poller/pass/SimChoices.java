package dev.imappoller.poller.pass;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Where all chance of a schedule comes from. It keeps what was chosen, so that the schedule can be played again, and with less of it: 0 is
 * always what is quickest and least odd.
 */
final class SimChoices {
    private static final int THOUSAND = 1000;

    private final Optional<SplittableRandom> random;
    private final int[] given;
    private int[] made = new int[512];
    private int count;

    private SimChoices(Optional<SplittableRandom> random, int[] given) {
        this.random = random;
        this.given = given;
    }

    static SimChoices ofSeed(long seed) {
        return new SimChoices(Optional.of(new SplittableRandom(seed)), new int[0]);
    }

    /** The same choices once more, and 0 behind them. */
    static SimChoices of(int[] given) {
        return new SimChoices(Optional.empty(), given);
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return make(random.isPresent() ? random.get().nextInt(bound) : Math.min(given(), bound - 1));
    }

    /** Whether something odd happens; nothing is chosen where it never does. */
    boolean odd(int inAThousand) {
        if (inAThousand == 0) {
            return false;
        }
        int drawn = random.isPresent() ? (random.get().nextInt(THOUSAND) < inAThousand ? 1 : 0) : Math.min(given(), 1);
        return make(drawn) == 1;
    }

    /** All that was chosen so far. */
    int[] made() {
        return Arrays.copyOf(made, count);
    }

    private int given() {
        return count < given.length ? given[count] : 0;
    }

    private int make(int choice) {
        if (count == made.length) {
            made = Arrays.copyOf(made, 2 * count);
        }
        made[count++] = choice;
        return choice;
    }
}
