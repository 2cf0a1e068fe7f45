package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.lease.LeaseHold;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.pass.PassEvent.TableCall;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.poller.time.Moment;
import dev.imappoller.poller.wording.PassFailures;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one mailbox, as decisions: it is told what has happened, and says what is to be done. It has no thread, no clock and no
 * connection, so the same events always have the same end.
 *
 * <p>Unseen messages are listed, fetched, posted, and marked as seen if their verdict is final. Nothing but a verdict marks a message, so
 * whatever goes wrong on the way leaves it for the next pass.
 */
final class PassMachine {
    /** So many messages that end their connection may be found in one pass. */
    private static final int MOST_FURTHER = 3;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Poller poller;
    private final Effects effects;
    private final Tally tally;
    private final LeaseHold lease = new LeaseHold();
    private final PassBeginning beginning;
    private final PassEnding ending;
    private final PassNews news;
    private PassPhase phase = PassPhase.OPENING;
    private @Nullable Transfer transfer;
    private Plan left = Plan.NOTHING;
    private boolean isCut;
    private boolean hasFailed;
    private boolean isHeldByAnother;
    private int further;
    private boolean tableFailed;
    private boolean writesMore;

    /** @param before what the last pass came to */
    PassMachine(Poller poller, PollerState before, PassLimits limits, Moment now) {
        this.poller = poller;
        this.effects = new Effects(now);
        this.tally = new Tally(poller);
        this.beginning = new PassBeginning(this, poller, before, limits, effects, tally, lease);
        this.ending = new PassEnding(this, beginning, tally, lease);
        this.news = new PassNews(this, beginning, ending);
    }

    /** The first thing to be done. */
    List<PassEffect> begin() {
        effects.add(new PassEffect.Open());
        return effects.take();
    }

    /**
     * Takes up what has happened, all of it at this time.
     *
     * @return what is to be done now, in this order
     */
    List<PassEffect> on(Collection<PassEvent> events, Moment now) {
        effects.at(now);
        renewIfDue(); // Before what follows from the news, which may take long.
        news.take(events);
        step();
        return effects.take();
    }

    boolean hasEnded() {
        return phase == PassPhase.ENDED;
    }

    PassPhase phase() {
        return phase;
    }

    /** What the pass came to, once it has ended; empty if another pass is at it. */
    Optional<Outcome> outcome() {
        return isHeldByAnother ? Optional.empty() : Optional.of(tally.outcome());
    }

    /** How long it may be until time alone makes a difference; zero where more is to be done at once. */
    Duration patience() {
        if (writesMore) {
            return Duration.ZERO;
        }
        Duration wait = moving().map(Transfer::patience).orElse(LONGEST_WAIT);
        Duration untilRenewal = lease.untilRenewal(effects.nanos());
        boolean renewalFirst = !lease.isLost() && !untilRenewal.isZero() && untilRenewal.compareTo(wait) < 0;
        return renewalFirst ? untilRenewal : wait;
    }

    /** Where each message is; empty before the pass has its lease. */
    Optional<Flights> flights() {
        return beginning.scope().map(PassScope::flights);
    }

    /** The work over the connection that is open, while messages are being moved. */
    Optional<Transfer> moving() {
        return phase == PassPhase.MOVING ? Optional.ofNullable(transfer) : Optional.empty();
    }

    /** Whether it is known whose the lease is. */
    boolean isLeaseKnown() {
        return lease.isLost() || lease.isKept(effects.nanos());
    }

    private void renewIfDue() {
        if (lease.isRenewalDue(effects.nanos())) {
            lease.asked(effects.nanos());
            effects.add(new PassEffect.RenewLease());
        }
    }

    /** Decides what follows from all that was told. */
    private void step() {
        renewIfDue();
        moving().ifPresent(moving -> {
            moving.step();
            if (moving.isDone()) {
                left = moving.end(true);
                anotherOrEnd();
            }
        });
        boolean hasJustFailed = tableFailed;
        tableFailed = false;
        if (!hasJustFailed) { // What is told of that may take its time.
            beginning.scope().ifPresent(PassScope::write);
        }
        writesMore = hasJustFailed;
        if (phase == PassPhase.WRITING_FOR_ANOTHER && scope().isSettled()) {
            next(PassPhase.OPENING_ANOTHER, new PassEffect.Open());
        }
        ending.step();
    }

    private PassScope scope() {
        return beginning.scope().orElseThrow();
    }

    void next(PassPhase then, PassEffect effect) {
        phase = then;
        effects.add(effect);
    }

    void at(PassPhase then) {
        phase = then;
    }

    /** Whether the pass can't go on as it would. */
    boolean hasFailed() {
        return hasFailed;
    }

    /** It is known what is to be done. */
    void move(Plan plan) {
        if (plan.isEmpty() && scope().unfiled().isEmpty()) {
            ending.end();
            return;
        }
        transfer = new Transfer(scope(), plan);
        phase = PassPhase.MOVING;
    }

    /** Where the connection was lost, suspects that have done no harm so far are moved over another one: it may be the same in each pass. */
    private void anotherOrEnd() {
        boolean isWorthIt = left.isAny(uid -> scope().suspects().timesBrokenOff(uid) == 0)
                && further < MOST_FURTHER
                && !scope().budget().isOver()
                && !isCut
                && !lease.isLost();
        if (isWorthIt) {
            further++;
            next(PassPhase.CLOSING_FOR_ANOTHER, new PassEffect.Close());
        } else {
            ending.end();
        }
    }

    void openedAnother(OptionalLong uidValidity) {
        if (uidValidity.equals(beginning.uidValidity())) {
            move(left);
        } else {
            ending.end(); // Its UIDs name other messages.
        }
    }

    /** Nothing is to be done. */
    void closeIdle() {
        ending.close();
    }

    void isHeldByAnother() {
        isHeldByAnother = true;
        effects.tell(events -> events.leaseHeld(poller.pollerId()));
        ending.close();
    }

    void mailboxFailed(Failure failure) {
        beginning.failed(failure);
        if (isCut) {
            tally.timeIsUp();
        }
        Failure why = isCut ? Cutoff.timeIsUp(poller) : failure;
        boolean mayGoOn = phase == PassPhase.LISTING
                && failure.status() != PollerStatus.THROTTLED
                && further < MOST_FURTHER
                && !scope().budget().isOver()
                && !isCut
                && !lease.isLost();
        left = mayGoOn ? beginning.planned() : Plan.NOTHING;
        if (left.isEmpty()) {
            failed(why);
        } else { // What was listed before, and what needs not be, is not to wait for that.
            hasFailed = true;
            tally.failed(why);
            further++;
            next(PassPhase.CLOSING_FOR_ANOTHER, new PassEffect.Close());
        }
    }

    private void failed(Failure why) {
        hasFailed = true;
        tally.failed(why);
        ending.end();
    }

    void tableFailed(TableCall call, String detail) {
        switch (call) {
            case TAKE_LEASE, READ_RECORDS -> failed(PassFailures.tableNeeded(detail));
            case RENEW_LEASE -> lease.failed(effects.nanos());
            case WRITE_RECORDS -> {
                scope().history().writer().failed();
                tableFailed = true;
                ledgerFailed(detail);
            }
            case FIND_REJECTED -> {
                ledgerFailed(detail);
                ending.writeTheRest();
            }
            case RELEASE_LEASE -> {
                ledgerFailed(detail);
                ending.close();
            }
        }
    }

    private void ledgerFailed(String detail) {
        effects.tell(events -> events.ledgerFailed(poller.pollerId(), detail));
    }

    void leaseRenewed(boolean isKept) {
        lease.answered(isKept);
    }

    void recordsWritten() {
        scope().history().writer().written();
    }

    /** The run's time is up, and what is open has been or is being cut. */
    void cut() {
        isCut = true;
        beginning.scope().ifPresent(PassScope::cut);
    }

    /** The pass has to end as it stands. */
    void breakOff(boolean timeIsUp) {
        hasFailed = true;
        lease.unknown(effects.nanos());
        beginning.scope().ifPresent(scope -> scope.history().writer().unknown());
        moving().ifPresent(moving -> moving.end(false));
        if (timeIsUp) {
            tally.timeIsUp();
            tally.failed(Cutoff.timeIsUp(poller));
        }
        if (phase.compareTo(PassPhase.FINDING_REJECTED) < 0) {
            ending.end();
        } else if (!timeIsUp && phase == PassPhase.FINDING_REJECTED) {
            ending.writeTheRest();
        } else if (phase != PassPhase.ENDED && (timeIsUp || phase != PassPhase.WRITING_THE_REST)) {
            at(PassPhase.ENDED); // Whatever it was that could not be done at its end.
        }
    }
}
