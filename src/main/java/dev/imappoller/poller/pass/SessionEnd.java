package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.ledger.ServerMarked;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.pass.InFlight.Stage;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.poller.wording.PassFailures;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the work over one connection ends: in order, by the loss of the connection, or by the run's end. */
final class SessionEnd {
    /** What has not ended so long after the cut never will: a POST ends with the cut at the latest. */
    private static final Duration AFTER_CUT = Duration.ofSeconds(1);

    private final PassScope scope;
    private final Flights flights;
    private final FetchAhead ahead;
    private final OneAtATime alone;
    private final VerdictHandler verdictHandler;
    private final ServerMarked serverMarked;
    private final FinalFlagCheck finalCheck;
    private final Set<Long> notTold = new LinkedHashSet<>();
    private @Nullable Failure lost;
    private boolean cutWhileIdle;
    private OptionalLong cutAt = OptionalLong.empty();

    SessionEnd(
            PassScope scope,
            FetchAhead ahead,
            OneAtATime alone,
            VerdictHandler verdictHandler,
            ServerMarked serverMarked,
            FinalFlagCheck finalCheck) {
        this.scope = scope;
        this.flights = scope.flights();
        this.ahead = ahead;
        this.alone = alone;
        this.verdictHandler = verdictHandler;
        this.serverMarked = serverMarked;
        this.finalCheck = finalCheck;
    }

    /** Why the connection was lost, if it was. */
    Optional<Failure> lost() {
        return Optional.ofNullable(lost);
    }

    boolean isLost() {
        return lost != null;
    }

    void lost(Failure why) {
        Set<Long> underWay = underWayAtTheServer();
        lost = why;
        cutWhileIdle = underWay.isEmpty() && scope.isCut();
        if (cutWhileIdle) {
            scope.tally().timeIsUp(); // It was not the server that took so long.
        }
        brokeOff(why, underWay);
    }

    void cut() {
        cutAt = OptionalLong.of(scope.nanos());
    }

    /** Whether something hangs that should have ended with the cut. */
    boolean isCutLongAgo() {
        return cutAt.isPresent() && scope.nanos() - cutAt.getAsLong() >= AFTER_CUT.toNanos();
    }

    private Set<Long> underWayAtTheServer() {
        Set<Long> underWay = flights.awaitedOfTheServer();
        underWay.addAll(serverMarked.underWay());
        underWay.addAll(finalCheck.underWay());
        return underWay;
    }

    /** What was under way then is on record before anything else happens. */
    private void brokeOff(Failure why, Set<Long> underWay) {
        if (serverMarked.any()) {
            // A server that sets flags by itself may have done so before it went.
            flights.awaitedAsUnseen().forEach(serverMarked::found);
        }
        giveUpMarks(why.detail());
        if (scope.filing().isPresent()) {
            scope.filing().get().lost(why.detail());
        }
        if (!scope.isLeaseLost()) { // Else another pass has them.
            alone.brokeOff(underWay.stream().map(this::listed).toList(), why);
        }
    }

    private MessageSummary listed(long uid) {
        long size = flights.find(uid).map(flight -> flight.listed().size()).orElse(0L);
        return new MessageSummary(uid, size, Optional.empty(), false);
    }

    /** What is answered and not known to be marked is not waited for any more. */
    void giveUpMarks(String why) {
        notTold.addAll(verdictHandler.giveUpMarks(why));
    }

    /**
     * However it ends: what was answered and is not known to be marked is on record, and nothing is held any more.
     *
     * @param orderly whether all that was begun has ended
     * @return what is left for another connection; nothing where this one was not lost
     */
    Plan end(boolean orderly) {
        boolean inOrder = orderly && !isCutLongAgo();
        if (!inOrder) {
            Set<Long> underWay = flights.uids(Stage.POSTING);
            if (!isLost()) {
                underWay.addAll(underWayAtTheServer());
            }
            brokeOff(PassFailures.brokenOff(), underWay);
        }
        alone.giveUpCharge();
        giveUpMarks("the pass ended before");
        if (inOrder && !isLost()) {
            alone.notReached();
        }
        if (!inOrder || isLost()) {
            serverMarked.maybe(flights.undelivered());
        } else if (serverMarked.maySetFlags()) {
            serverMarked.maybe(finalCheck.missed()); // What comes of them is not waited for.
        }
        if (!scope.isLeaseLost()) {
            forgetWhatIsLeftAlone();
            serverMarked.keep();
        }
        ahead.close();
        Plan left = left(inOrder);
        flights.notEnded().forEach(flight -> {
            scope.drop(flight);
            flights.end(flight, End.LEFT);
        });
        return left;
    }

    private void forgetWhatIsLeftAlone() {
        Set<Long> unmarked = scope.leftAlone();
        unmarked.removeAll(serverMarked.hidden());
        unmarked.forEach(scope.tally()::gone);
        scope.history().done(unmarked);
        unmarked.clear();
    }

    private Plan left(boolean inOrder) {
        if (lost == null || cutWhileIdle && inOrder) {
            return Plan.NOTHING;
        }
        if (!alone.isCharged()) {
            scope.tally().failed(scope.isCut() ? Cutoff.timeIsUp(scope.poller()) : lost);
            if (scope.isCut()) {
                scope.tally().timeIsUp();
                return Plan.NOTHING;
            }
        }
        List<PlannedMessage> suspects = flights.list(Stage.WAITING).stream()
                .filter(waiting -> waiting.turn() == DeliveryOrder.ALONE)
                .map(waiting -> new PlannedMessage(waiting.listed(), DeliveryOrder.ALONE))
                .toList();
        return new Plan(List.copyOf(notTold), alone.left(), suspects, List.of());
    }
}
