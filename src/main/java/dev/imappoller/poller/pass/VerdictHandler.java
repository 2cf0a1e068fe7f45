package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.ledger.FailedAttempt;
import dev.imappoller.poller.ledger.PassLedger;
import dev.imappoller.poller.ledger.ServerMarked;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.pass.InFlight.Stage;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Handles the result of each message of a pass: counts it, puts it on record, and has it marked. */
final class VerdictHandler {
    private final PassScope scope;
    private final Flights flights;
    private final PassLedger history;
    private final Tally tally;
    private final FetchAhead ahead;
    private final ServerMarked serverMarked;
    private final OneAtATime alone;
    private boolean ends;

    VerdictHandler(PassScope scope, FetchAhead ahead, ServerMarked serverMarked, OneAtATime alone) {
        this.scope = scope;
        this.flights = scope.flights();
        this.history = scope.history();
        this.tally = scope.tally();
        this.ahead = ahead;
        this.serverMarked = serverMarked;
        this.alone = alone;
    }

    /** Whether no more messages are to be begun, since the server wants fewer requests or marks none. */
    boolean endThePass() {
        return ends;
    }

    /** A message was posted, or could not be. */
    void posted(InFlight flight, Sender.Result result) {
        ahead.free(flight);
        result.tell(new Sender.Result.Taker() {
            @Override
            public void posted(Sender.Posted posted) {
                answered(flight, posted);
            }

            @Override
            public void notPosted(Sender.NotPosted not) {
                notFetched(flight, End.NOT_DELIVERED, flight.size(), not.failure(), not.harmful());
            }

            @Override
            public void givenUp(Sender.GivenUp givenUp) {
                VerdictHandler.this.givenUp(flight, givenUp.why());
            }
        });
    }

    private void answered(InFlight flight, Sender.Posted posted) {
        Answer answer = posted.answer();
        Breaker breaker = scope.breaker();
        tally.answered(answer, posted.verdict());
        breaker.after(answer, posted.verdict(), flight.answersBefore(), flight.turn() == DeliveryOrder.SILENT);
        FailedAttempt failed = FailedAttempt.of(
                answer, breaker.hasAnswered(), posted.messageId().orElse(null), flight.size());
        if (posted.verdict().isFinal()) {
            history.answered(flight.uid(), posted.verdict(), failed);
            if (scope.filing().isPresent()) {
                scope.filing().get().answered(flight.uid(), posted.verdict());
            }
            answered(flight);
        } else {
            flights.end(flight, End.NOT_DELIVERED);
            if (!scope.isLeaseLost()) { // Else another pass has the message, and may have written down more.
                tally.failedMessage(history.failed(flight.uid(), failed));
            }
        }
        if (breaker.isOpen()) {
            tally.endpointFailed(breaker.retryAfter().orElse(null), answer.words());
        }
    }

    /** A message has its final answer, and is to be marked. */
    void answered(InFlight flight) {
        serverMarked.done(flight.uid());
        flight.answered(scope.nanos());
        flights.move(flight, Stage.ANSWERED);
    }

    private void givenUp(InFlight flight, String why) {
        flights.end(flight, End.NOT_DELIVERED);
        tally.undecoded("message " + flight.uid() + " was given up: " + why);
        if (!scope.isLeaseLost()) {
            tally.failedMessage(history.failed(flight.uid(), FailedAttempt.givenUp(why, flight.size())));
        }
        scope.effects().tell(events -> events.fetchRefused(scope.poller(), flight.uid(), why));
    }

    /** The server doesn't hand a message over. */
    void unavailable(InFlight flight, Failure failure) {
        ahead.free(flight);
        notFetched(flight, End.NOT_FETCHED, flight.listed().size(), failure, false);
    }

    private void notFetched(InFlight flight, End how, long size, Failure failure, boolean harmful) {
        long uid = flight.uid();
        flights.end(flight, how);
        alone.unavailable(uid);
        tally.notFetched(failure);
        if (failure.status() == PollerStatus.THROTTLED) {
            ends = true; // That is no fault of the message.
            tally.throttled(failure.detail());
        } else if (!scope.isLeaseLost() && !(harmful && alone.didHarm(uid, failure.detail()))) {
            history.failed(uid, FailedAttempt.unread(failure.detail(), size, harmful));
        }
        scope.effects().tell(events -> events.fetchRefused(scope.poller(), uid, failure.detail()));
    }

    /** Somebody has read or deleted a message. */
    void gone(InFlight flight) {
        scope.drop(flight);
        ahead.free(flight);
        flights.end(flight, End.GONE);
        serverMarked.done(flight.uid());
        history.done(List.of(flight.uid()));
        tally.gone(flight.uid());
    }

    /** The server has nothing of a message. */
    void missing(InFlight flight) {
        ahead.free(flight);
        flights.end(flight, End.GONE);
        history.missing(flight.uid());
        tally.missing(flight.uid());
    }

    void marked(Collection<Long> uids) {
        ended(uids, End.MARKED);
        List<Long> kept = scope.unkept().marked(uids);
        history.marked(kept);
        tally.marked(kept);
        if (scope.filing().isPresent()) {
            scope.filing().get().marked(uids);
        }
    }

    void markRefused(Collection<Long> uids, Failure failure) {
        // Those that an earlier pass delivered say nothing of others.
        boolean isOld = uids.stream().flatMap(uid -> flights.find(uid).stream()).noneMatch(flight -> flight.size() > 0)
                && failure.status() != PollerStatus.THROTTLED;
        ended(uids, End.NOT_MARKED);
        // Without records only the next pass knows of these messages, so there must not be many.
        ends = tally.markRefused(failure, uids.size()) && !isOld || ends || history.isReadOnly();
        scope.suspects().survived(uids);
        notMarked(uids, failure.detail());
    }

    /**
     * Messages that are answered but perhaps not marked still have their final answer, and the next pass has to know that.
     *
     * @return those that the server was not told of
     */
    Set<Long> giveUpMarks(String why) {
        Set<Long> waiting = flights.uids(Stage.ANSWERED);
        Set<Long> unmarked = new LinkedHashSet<>(flights.uids(Stage.BEING_MARKED));
        unmarked.addAll(waiting);
        if (!unmarked.isEmpty()) {
            ended(unmarked, End.NOT_MARKED);
            notMarked(unmarked, why);
        }
        return waiting;
    }

    private void ended(Collection<Long> uids, End how) {
        uids.stream()
                .flatMap(uid -> flights.find(uid).stream())
                .filter(flight -> flight.stage() != Stage.ENDED)
                .forEach(flight -> flights.end(flight, how));
    }

    private void notMarked(Collection<Long> uids, String why) {
        scope.unkept().answered(uids);
        history.answeredOnly(uids, why);
        scope.effects().tell(events -> events.markFailed(scope.poller(), uids.size(), why));
    }
}
