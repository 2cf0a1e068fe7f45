package dev.imappoller.poller.pass;

import java.util.Arrays;

/** Takes away from a schedule that fails what it doesn't need to fail in the same way. */
final class SimShrink {
    private static final int MOST_TRIES = 4000;

    private final SimMutation mutation;
    private final String kind;
    private int[] best;
    private int tries;

    private SimShrink(SimSchedule.Result failed, SimMutation mutation) {
        this.mutation = mutation;
        this.kind = failed.violation().orElseThrow().kind();
        this.best = failed.choices();
    }

    /** The choices of a schedule that fails so with as little as could be found. */
    static int[] shrink(SimSchedule.Result failed, SimMutation mutation) {
        SimShrink shrink = new SimShrink(failed, mutation);
        int before;
        do {
            before = shrink.weight();
            shrink.cutOff();
            shrink.blocks(true);
            shrink.blocks(false);
            shrink.lower();
        } while (shrink.weight() < before && shrink.tries < MOST_TRIES);
        return shrink.best;
    }

    /** How many choices are not the quickest or least odd. */
    private int weight() {
        return best.length
                + (int) Arrays.stream(best).filter(choice -> choice != 0).count();
    }

    private void cutOff() {
        int length = best.length / 2;
        while (length > 0 && tries < MOST_TRIES) {
            if (length >= best.length || !isStillFailing(Arrays.copyOf(best, best.length - length))) {
                length /= 2;
            }
        }
    }

    /** Choices in blocks, ever smaller ones, are left out, or made the quickest and least odd. */
    private void blocks(boolean leftOut) {
        for (int size = Math.max(1, best.length / 2); size > 0; size /= 2) {
            for (int from = 0; from < best.length && tries < MOST_TRIES; from += size) {
                int to = Math.min(best.length, from + size);
                if (leftOut) {
                    int[] less = new int[best.length - (to - from)];
                    System.arraycopy(best, 0, less, 0, from);
                    System.arraycopy(best, to, less, from, best.length - to);
                    isStillFailing(less);
                } else if (Arrays.stream(best, from, to).anyMatch(choice -> choice != 0)) {
                    int[] less = best.clone();
                    Arrays.fill(less, from, to, 0);
                    isStillFailing(less);
                }
            }
        }
    }

    private void lower() {
        for (int i = 0; i < best.length && tries < MOST_TRIES; i++) {
            if (best[i] > 1) {
                int[] less = best.clone();
                less[i] /= 2;
                isStillFailing(less);
            }
        }
    }

    private boolean isStillFailing(int[] less) {
        tries++;
        boolean fails = SimSchedule.play(SimChoices.of(less), mutation).isViolation(kind);
        if (fails) {
            int length = less.length;
            while (length > 0 && less[length - 1] == 0) {
                length--;
            }
            best = Arrays.copyOf(less, length);
        }
        return fails;
    }
}
