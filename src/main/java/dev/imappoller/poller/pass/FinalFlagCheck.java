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

    private final PassScope scope;
    private final ServerMarked serverMarked;
    private final Set<Long> underWay = new LinkedHashSet<>();
    private final Set<Long> lookedAt = new LinkedHashSet<>();
    private boolean begun;

    FinalFlagCheck(PassScope scope, ServerMarked serverMarked) {
        this.scope = scope;
        this.serverMarked = serverMarked;
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
        if (scope.isLeaseLost()) {
            return;
        }
        Set<Long> unsure = scope.flights().undelivered();
        unsure.removeAll(serverMarked.hidden());
        if (!ends && scope.budget().untilCut().compareTo(LEAST) >= 0) {
            underWay.addAll(unsure);
            lookedAt.addAll(unsure);
        } else if (serverMarked.maySetFlags()) {
            serverMarked.maybe(unsure);
        }
        if (!underWay.isEmpty()) {
            scope.effects().add(new PassEffect.CheckUnseen(underWay()));
        }
    }

    /** Messages were looked at; true if this was the last look. */
    boolean ended(Collection<Long> uids) {
        return underWay.removeAll(uids);
    }

    /** What came too late to be looked at. */
    Set<Long> missed() {
        Set<Long> missed = scope.flights().undelivered();
        missed.addAll(scope.flights().uids(InFlight.Stage.ASKED_FOR));
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
