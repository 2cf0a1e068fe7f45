package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.Unasked;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The last look at messages that are not delivered, before a pass ends: a server that sets flags by itself may do so after it has handed
 * a message over. One command where something failed, and none where nothing did.
 */
final class LastLook {
    /** With less time until it is cut, a look would tell nothing, and its end would look like the message's doing. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final Course course;
    private final Unasked unasked;
    private final Set<Long> underWay = new LinkedHashSet<>();
    private final Set<Long> lookedAt = new LinkedHashSet<>();
    private boolean begun;

    LastLook(Course course, Unasked unasked) {
        this.course = course;
        this.unasked = unasked;
    }

    /**
     * Looks, once; at nothing where all is delivered. What there is no time to look at may be marked.
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
