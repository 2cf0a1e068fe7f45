package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.LastAnswered.Unfiled;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.LeaseHold;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LostMarks;
import dev.imappoller.poller.ledger.PassLedger;
import dev.imappoller.poller.ledger.Suspects;
import dev.imappoller.poller.time.Budget;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the parts of one pass over one mailbox have in common. */
final class PassScope {
    private final Poller poller;
    private final PassLimits limits;
    private final Budget budget;
    private final Effects effects;
    private final Tally tally;
    private final LeaseHold lease;
    private final PassLedger history;
    private final LostMarks lostMarks;
    private final Suspects suspects;
    private final Breaker breaker;
    private final Flights flights = new Flights();
    private final @Nullable Filing filing;
    private final Set<Long> leftAlone = new TreeSet<>();
    private boolean isCut;

    /** @param endpointFailed whether the last pass ended so */
    PassScope(
            Poller poller,
            PassLimits limits,
            Effects effects,
            Tally tally,
            LeaseHold lease,
            PassLedger history,
            LostMarks lostMarks,
            boolean endpointFailed) {
        this.poller = poller;
        this.limits = limits;
        this.budget = limits.budget().by(effects::nanos);
        this.effects = effects;
        this.tally = tally;
        this.lease = lease;
        this.history = history;
        this.lostMarks = lostMarks;
        this.suspects = new Suspects(poller, history, effects, limits.began());
        this.breaker = new Breaker(endpointFailed);
        // Written so that a poller without it loads none of its classes.
        this.filing = poller.afterDelivery().isPresent()
                ? new Filing(poller.afterDelivery().get(), this)
                : null;
    }

    Poller poller() {
        return poller;
    }

    PassLimits limits() {
        return limits;
    }

    Budget budget() {
        return budget;
    }

    Effects effects() {
        return effects;
    }

    Tally tally() {
        return tally;
    }

    PassLedger history() {
        return history;
    }

    LostMarks unkept() {
        return lostMarks;
    }

    Suspects suspects() {
        return suspects;
    }

    Breaker breaker() {
        return breaker;
    }

    Flights flights() {
        return flights;
    }

    /** Messages that the filter doesn't let through any more, and from which a mark is to be taken away. They count as unread until it is. */
    Set<Long> leftAlone() {
        return leftAlone;
    }

    /** What is done with messages once they are marked, if the poller wants anything done. */
    Optional<Filing> filing() {
        return Optional.ofNullable(filing);
    }

    /**
     * Has messages filed away, if any are due.
     *
     * @param nothingElse whether nothing else is under way at the server, or ever will be
     * @return whether that is under way
     */
    boolean fileAway(boolean mayBegin, boolean nothingElse) {
        if (filing != null && mayBegin) {
            filing.begin(nothingElse);
        }
        return filing != null && filing.isUnderWay();
    }

    /** Whether messages are being filed away, or are going to be before others are begun. */
    boolean isBusyFiling() {
        return filing != null && filing.isBusy();
    }

    /** The messages that the next pass is to file away, if there are any. */
    Optional<Unfiled> unfiled() {
        return filing == null ? Optional.empty() : filing.left();
    }

    long nanos() {
        return effects.nanos();
    }

    /** Whether another pass may have the lease, for good. */
    boolean isLeaseLost() {
        return lease.isLost();
    }

    /** Whether messages may be posted under the lease. */
    boolean isLeaseKept() {
        return lease.isKept(nanos());
    }

    /** The run's time is up, and what is open has been cut. */
    void cut() {
        isCut = true;
    }

    boolean isCut() {
        return isCut;
    }

    /** A message that is here is given up. */
    void drop(InFlight flight) {
        switch (flight.stage()) {
            case ARRIVED, LOOKED_AT -> effects.add(new PassEffect.Drop(flight.uid()));
            case WAITING, ASKED_FOR, POSTING, ANSWERED, BEING_MARKED, ENDED -> {}
        }
    }

    /** Has written what is to be on record, if it may be. */
    void write() {
        List<Ledger.Change> changes = history.writer().next(isLeaseKept());
        if (!changes.isEmpty()) {
            effects.add(new PassEffect.WriteRecords(changes, lease.trustedUntil()));
        }
    }

    /** Whether all is on record that has to be before anything else is done, as far as it can be. */
    boolean isSettled() {
        return history.writer().isSettled(isLeaseLost());
    }
}
