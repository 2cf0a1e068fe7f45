package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.LeaseHold;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LostMarks;
import dev.imappoller.poller.ledger.PassLedger;
import dev.imappoller.poller.ledger.Suspects;
import dev.imappoller.poller.time.Budget;
import java.util.List;

/** What the parts of one pass over one mailbox have in common. */
final class PassScope {
    private final Poller poller;
    private final PassLimits limits;
    private final Budget budget;
    private final Effects effects;
    private final Tally tally;
    private final LeaseHold lease;
    private final PassLedger history;
    private final LostMarks unkept;
    private final Suspects suspects;
    private final Breaker breaker;
    private final Flights flights = new Flights();
    private boolean isCut;

    /** @param endpointFailed whether the last pass ended so */
    PassScope(
            Poller poller,
            PassLimits limits,
            Effects effects,
            Tally tally,
            LeaseHold lease,
            PassLedger history,
            LostMarks unkept,
            boolean endpointFailed) {
        this.poller = poller;
        this.limits = limits;
        this.budget = limits.budget().by(effects::nanos);
        this.effects = effects;
        this.tally = tally;
        this.lease = lease;
        this.history = history;
        this.unkept = unkept;
        this.suspects = new Suspects(poller, history, effects, limits.began());
        this.breaker = new Breaker(endpointFailed);
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
        return unkept;
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
