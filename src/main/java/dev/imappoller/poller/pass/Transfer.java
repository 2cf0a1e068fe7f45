package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.ledger.ServerMarked;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.Stage;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.time.Budget;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves messages from one connection to the endpoint: decides which are fetched ahead, posted at the same time, and marked together. It is
 * told what has happened, and then asked for its next {@link #step}.
 */
final class Transfer {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final PassScope scope;
    private final Tally tally;
    private final Flights flights;
    private final PendingMarks marks;
    private final ServerMarked serverMarked;
    private final FinalFlagCheck finalCheck;
    private final FetchAhead ahead;
    private final OneAtATime alone;
    private final PostDispatcher posts;
    private final VerdictHandler verdictHandler;
    private final SessionEnd end;
    private boolean isDone;
    private boolean postsMore;

    Transfer(PassScope scope, Plan plan) {
        this.scope = scope;
        this.tally = scope.tally();
        this.flights = scope.flights();
        this.marks = new PendingMarks(flights);
        this.serverMarked = new ServerMarked(scope.history(), scope.limits().began());
        this.ahead = new FetchAhead(flights, scope.limits().room(), scope.budget());
        this.alone = new OneAtATime(scope, ahead, plan.toMarkAlone());
        this.posts = new PostDispatcher(scope);
        this.verdictHandler = new VerdictHandler(scope, ahead, serverMarked, alone);
        this.finalCheck = new FinalFlagCheck(scope, serverMarked);
        this.end = new SessionEnd(scope, ahead, alone, verdictHandler, serverMarked, finalCheck);
        flights.beginConnection();
        plan.toMark().forEach(this::markOnly);
        plan.toDeliver().forEach(planned -> flights.plan(planned.message(), planned.turn()));
        plan.serverMarked().stream().filter(uid -> !scope.isLeaseLost()).forEach(this::found);
    }

    /** A message that has its final answer already. */
    private void markOnly(long uid) {
        flights.plan(new MessageSummary(uid, 0, Optional.empty(), false), DeliveryOrder.NEW);
        verdictHandler.answered(flights.find(uid).orElseThrow());
    }

    /** Decides what is done next; after it {@link #isDone} says whether that is nothing, ever. */
    void step() {
        postsMore = false;
        if (!end.isLost() && !scope.isLeaseLost() && !scope.isLeaseKept()) {
            mark(true); // Whether the lease is still this pass' will be known soon.
            return;
        }
        boolean goesOn = mayGoOn() && !end.isLost() && !verdictHandler.endThePass();
        boolean going = goesOn && mayDeliver();
        if (!end.isLost()) {
            unmark();
        }
        if (going) {
            fetch();
        }
        if (goesOn && isQuiet(going)) {
            alone.next(going, new ByItself());
        }
        if (going) {
            posts.begin();
        }
        postsMore = going && posts.mayBegin();
        mark(going);
        boolean isAllBegun = going ? isAllBegun() : !goesOn || alone.isEmpty();
        if (isAllBegun && isAllAnswered() && !end.isLost() && scope.isSettled()) {
            finalCheck.begin(verdictHandler.endThePass());
        }
        boolean nothingLeft =
                isAllBegun && isAllAnswered() && (end.isLost() || finalCheck.isOver() && serverMarked.isIdle());
        boolean nothingElse = nothingLeft && flights.count(Stage.ASKED_FOR) == 0;
        boolean isFiling = !end.isLost() && scope.fileAway(!verdictHandler.endThePass(), nothingElse);
        isDone = end.isCutLongAgo() || nothingLeft && !isFiling;
    }

    /** Whether nothing is left to be done over this connection. */
    boolean isDone() {
        return isDone;
    }

    /** Whether anything more may be begun; why not is told if something is left. */
    private boolean mayGoOn() {
        Budget budget = scope.budget();
        // A POST that is cut at the end of the run may have been taken, and would be sent again.
        boolean timeIsUp = budget.isOver() || scope.breaker().slowest().compareTo(budget.untilCut()) >= 0;
        if (timeIsUp && !isAllBegun()) {
            tally.timeIsUp();
            return false;
        }
        if (scope.isLeaseLost() && !isAllBegun()) {
            tally.leaseLost();
            return false;
        }
        return true;
    }

    /** Whether more messages may be delivered. */
    private boolean mayDeliver() {
        return !scope.breaker().isOpen() && tally.delivered() < scope.poller().maxMessages();
    }

    private boolean isAllBegun() {
        return flights.count(Stage.WAITING) == 0 && flights.underWay() == 0 && alone.isEmpty();
    }

    private boolean isAllAnswered() {
        return flights.count(Stage.POSTING) == 0 && flights.answeredAndNotMarked() == 0;
    }

    /** Whether nothing is under way. Messages that have arrived and will not be posted in this pass don't count. */
    private boolean isQuiet(boolean going) {
        boolean nothingIsPosted = going ? flights.underWay() == 0 : flights.isOnlyHere();
        return nothingIsPosted && flights.answeredAndNotMarked() == 0 && serverMarked.isIdle() && !scope.isBusyFiling();
    }

    private void unmark() {
        List<Long> due = serverMarked.toUnmark();
        if (!due.isEmpty()) {
            scope.effects().add(new PassEffect.MarkUnseen(due));
        }
    }

    private void fetch() {
        if (!scope.budget().isHalfLeft() && ahead.leaveSilent()) {
            tally.timeIsUp();
        }
        // Failing messages don't count, so that they can't use up the pass.
        int most = scope.poller().maxMessages() - tally.delivered();
        for (List<MessageSummary> window = ahead.next(most); !window.isEmpty(); window = ahead.next(most)) {
            alone.inCompany();
            scope.effects().add(new PassEffect.Fetch(window));
        }
    }

    private final class ByItself implements OneAtATime.Taking {
        @Override
        public void mark(long uid) {
            markOnly(uid);
        }

        @Override
        public void fetch(InFlight message) {
            scope.effects().add(new PassEffect.Fetch(List.of(message.listed())));
        }
    }

    private void mark(boolean going) {
        if (end.isLost()) {
            // At once: a POST that hangs may keep the pass until the run ends without it.
            end.giveUpMarks(end.lost().get().detail());
            return;
        }
        boolean nothingElse = flights.underWay() == 0;
        if (marks.isDue(nothingElse || !going, scope.nanos())) {
            scope.history().beforeMarking();
            if (scope.isSettled()) {
                scope.effects().add(new PassEffect.MarkSeen(marks.begin()));
            }
        }
    }

    /** How long to wait for something to be told of before time alone makes a difference; zero where more is to be done at once. */
    Duration patience() {
        if (postsMore) {
            return Duration.ZERO;
        }
        Duration untilMarks = marks.untilDue(scope.nanos());
        Duration untilOver = scope.budget().untilOver();
        Duration wait = untilMarks.isZero() ? LONGEST_WAIT : untilMarks;
        return untilOver.isZero() || wait.compareTo(untilOver) < 0 ? wait : untilOver;
    }

    void arrived(PassEvent.Arrived arrived) {
        flights.with(arrived.uid(), Stage.ASKED_FOR, flight -> {
            flight.here(arrived.size());
            flights.move(flight, Stage.ARRIVED);
            if (arrived.seen() && scope.isLeaseLost()) {
                verdictHandler.gone(flight); // Another pass has delivered and marked it.
                return;
            }
            if (arrived.seen()) {
                found(flight.uid());
            }
            flight.flags(arrived.seen() ? InFlight.Flags.UNKNOWN : new InFlight.Flags(true, arrived.flagsAt()));
        });
    }

    /** The server has marked a message by itself: it was unseen when it was listed, and only this pass may deliver it. */
    private void found(long uid) {
        serverMarked.found(uid);
        tally.markedUnasked(uid);
    }

    void gone(long uid) {
        flights.with(uid, Stage.ASKED_FOR, verdictHandler::gone);
    }

    void missing(long uid) {
        flights.with(uid, Stage.ASKED_FOR, verdictHandler::missing);
    }

    void unavailable(long uid, Failure failure) {
        flights.with(uid, Stage.ASKED_FOR, flight -> {
            flights.refused(flight);
            verdictHandler.unavailable(flight, failure);
        });
    }

    void posted(PassEvent.Posted posted) {
        flights.with(posted.uid(), Stage.POSTING, flight -> verdictHandler.posted(flight, posted.result()));
    }

    void unseenChecked(Collection<Long> uids, Set<Long> unseen) {
        Set<Long> others = new LinkedHashSet<>(uids);
        others.removeAll(unseen);
        if (!unseen.isEmpty()) {
            serverMarked.foundUnseen();
        }
        boolean byItself = serverMarked.maySetFlags() && !scope.isLeaseLost();
        if (finalCheck.ended(uids)) {
            others.stream().filter(uid -> byItself).forEach(this::found);
            return;
        }
        if (byItself) {
            others.forEach(this::found);
        }
        boolean flagsTell = !serverMarked.any();
        for (long uid : uids) {
            flights.with(uid, Stage.LOOKED_AT, flight -> {
                if (unseen.contains(uid) || byItself) {
                    flight.flags(new InFlight.Flags(flagsTell, scope.nanos()));
                    flights.putBack(flight);
                } else {
                    verdictHandler.gone(flight);
                }
            });
        }
    }

    void marked(Collection<Long> uids) {
        verdictHandler.marked(uids);
    }

    void markRefused(Collection<Long> uids, Failure failure) {
        verdictHandler.markRefused(uids, failure);
    }

    void unmarked(Collection<Long> uids) {
        serverMarked.unmarked(uids);
    }

    void unmarkRefused(Collection<Long> uids) {
        serverMarked.refused(uids);
    }

    void connectionLost(Failure why) {
        end.lost(why);
    }

    void cut() {
        end.cut();
    }

    /**
     * Ends the transfer in any case: puts messages on record that are answered and perhaps not marked, and gives back all memory.
     *
     * @param orderly whether all that was begun has ended
     * @return what is left for another connection; nothing where this one was not lost
     */
    Plan end(boolean orderly) {
        return end.end(orderly);
    }
}
