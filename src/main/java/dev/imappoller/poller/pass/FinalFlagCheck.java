package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.ServerMarked;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Checks the flags of undelivered messages before a pass ends, since some servers set flags by themselves after they have handed a message
 * over. It takes one command if a message failed, else none.
 */
final class FinalFlagCheck {
    /** With less time left, the check would be cut, and its end would look like the message's fault. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final PassScope course;
    private final ServerMarked unasked;
    private final Set<Long> underWay = new LinkedHashSet<>();
    private final Set<Long> lookedAt = new LinkedHashSet<>();
    private boolean begun;

    FinalFlagCheck(PassScope course, ServerMarked unasked) {
        this.course = course;
        this.unasked = unasked;
    }

    /**
     * Checks once, and only if a message is undelivered. Messages that can't be checked in time may be marked.
     *
     * @param ends whether the server is to be asked for nothing more
     */
    void begin(boolean ends) {
        if (begun) {
            return;
        }
        begun = true;
        if (course.isLeaseLost()) {
            return;
        }
        Set<Long> unsure = course.flights().undelivered();
        unsure.removeAll(unasked.hidden());
        if (!ends && course.budget().untilCut().compareTo(LEAST) >= 0) {
            underWay.addAll(unsure);
            lookedAt.addAll(unsure);
        } else if (unasked.maySetFlags()) {
            unasked.maybe(unsure);
        }
        if (!underWay.isEmpty()) {
            course.effects().add(new PassEffect.Look(underWay()));
        }
    }

    /** Messages were looked at; true if this was the last look. */
    boolean ended(Collection<Long> uids) {
        return underWay.removeAll(uids);
    }

    /** What came too late to be looked at. */
    Set<Long> missed() {
        Set<Long> missed = course.flights().undelivered();
        missed.addAll(course.flights().uids(InFlight.Stage.ASKED_FOR));
        missed.removeAll(lookedAt);
        return missed;
    }

    boolean isOver() {
        return begun && underWay.isEmpty();
    }

    Set<Long> underWay() {
        return new LinkedHashSet<>(underWay);
    }
}
