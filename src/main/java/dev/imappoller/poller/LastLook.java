package dev.imappoller.poller;

import dev.imappoller.poller.InFlight.Stage;
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
    private final Results results;
    private final InFlight flight;
    private final Unasked unasked;
    private final Set<Long> underWay = new LinkedHashSet<>();
    private boolean begun;

    LastLook(Course course, Results results, InFlight flight, Unasked unasked) {
        this.course = course;
        this.results = results;
        this.flight = flight;
        this.unasked = unasked;
    }

    /** Looks, once; at nothing where all is delivered. What there is no time to look at may be marked. */
    void begin(Mailbox mailbox, Inbox inbox) {
        if (begun) {
            return;
        }
        begun = true;
        if (results.endThePass() || !course.lease().keep()) {
            return;
        }
        Set<Long> unsure = undelivered();
        unsure.removeAll(unasked.hidden());
        if (course.context().budget().untilCut().compareTo(LEAST) >= 0) {
            underWay.addAll(unsure);
        } else if (unasked.maySetFlags()) {
            unasked.maybe(unsure);
        }
        if (!underWay.isEmpty()) {
            mailbox.look(underWay(), inbox);
        }
    }

    /** Messages that were here and have no final answer. */
    Set<Long> undelivered() {
        Set<Long> undelivered = results.undelivered();
        undelivered.addAll(flight.at(Stage.ARRIVED));
        return undelivered;
    }

    /** Messages were looked at; true if this was the last look. */
    boolean ended(Collection<Long> uids) {
        return underWay.removeAll(uids);
    }

    boolean isOver() {
        return begun && underWay.isEmpty();
    }

    Set<Long> underWay() {
        return new LinkedHashSet<>(underWay);
    }
}
