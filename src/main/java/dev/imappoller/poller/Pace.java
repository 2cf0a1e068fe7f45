package dev.imappoller.poller;

import java.time.Duration;
import java.util.OptionalLong;

/** Says whether a pass goes on, and how long it waits. */
final class Pace {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** What has not ended so long after the cut never will: a POST ends with the cut at the latest. */
    private static final Duration AFTER_CUT = Duration.ofSeconds(1);

    private final Course course;
    private OptionalLong cutAt = OptionalLong.empty();

    Pace(Course course) {
        this.course = course;
    }

    /** Whether anything more may be begun; why not is told if something is left. */
    boolean goesOn(boolean allBegun) {
        boolean leased = course.lease().keep(); // As long as posts are under way, whether others may be begun or not.
        Budget budget = course.context().budget();
        // A POST that is cut at the end of the run may have been taken, and would be sent again.
        boolean timeIsUp = budget.isOver() || course.breaker().slowest().compareTo(budget.untilCut()) >= 0;
        if (timeIsUp && !allBegun) {
            course.tally().timeIsUp();
            return false;
        }
        if (!leased && !allBegun) {
            course.tally().leaseLost();
            return false;
        }
        return true;
    }

    /** Whether more messages may be delivered. */
    boolean mayDeliver() {
        return !course.breaker().isOpen()
                && course.tally().delivered() < course.poller().maxMessages();
    }

    /** How long to wait for something to be told of before looking at the clock again. */
    Duration patience(Marks marks) {
        Duration untilMarks = marks.untilDue(course.nanoTime());
        Duration untilOver = course.context().budget().untilOver();
        Duration wait = untilMarks.isZero() ? LONGEST_WAIT : untilMarks;
        return untilOver.isZero() || wait.compareTo(untilOver) < 0 ? wait : untilOver;
    }

    /** The run's time is up, and what is open has been cut. */
    void cut() {
        cutAt = OptionalLong.of(course.nanoTime());
    }

    /** Whether something hangs that should have ended with the cut. */
    boolean isCutLongAgo() {
        return cutAt.isPresent() && course.nanoTime() - cutAt.getAsLong() >= AFTER_CUT.toNanos();
    }
}
