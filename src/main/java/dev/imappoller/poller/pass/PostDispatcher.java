package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.WebhookId;
import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.pass.InFlight.Stage;
import java.time.Duration;
import java.util.List;

/** Decides which messages of those that are here are posted next, several at the same time. */
final class PostDispatcher {
    /** A message that the endpoint does not answer occupies one of these slots for as long as a POST may take. */
    private static final int MOST_SILENT = 2;

    /** Flags older than this are looked at again before a message is posted: somebody may have read it. */
    private static final Duration FLAGS_HOLD = Duration.ofSeconds(5);

    private final PassScope scope;
    private final Flights flights;

    PostDispatcher(PassScope scope) {
        this.scope = scope;
        this.flights = scope.flights();
    }

    /** Posts one if one may be posted now; those whose flags are old are looked at before. */
    void begin() {
        if (!mayBegin()) {
            return;
        }
        List<InFlight> old = old();
        if (old.isEmpty()) {
            post(flights.first(Stage.ARRIVED).orElseThrow());
        } else {
            old.forEach(flights::checkUnseen);
            scope.effects()
                    .add(new PassEffect.CheckUnseen(
                            old.stream().map(InFlight::uid).toList()));
        }
    }

    /** Whether one may be posted now. It is asked again for each, since whatever is done for one may take its time. */
    boolean mayBegin() {
        return flights.first(Stage.ARRIVED).filter(this::mayBegin).isPresent();
    }

    /** Those at the front whose flags are old. */
    private List<InFlight> old() {
        return flights.stream(Stage.ARRIVED)
                .takeWhile(flight ->
                        flight.flags().tell() && scope.nanos() - flight.flags().at() > FLAGS_HOLD.toNanos())
                .toList();
    }

    private boolean mayBegin(InFlight next) {
        int posting = flights.count(Stage.POSTING);
        int most = next.turn() == DeliveryOrder.SILENT
                ? MOST_SILENT
                : scope.limits().posts();
        return posting < scope.breaker().posts(most)
                && posting + scope.tally().delivered() < scope.poller().maxMessages()
                && !scope.breaker().isOpen()
                && scope.isLeaseKept()
                && posting + flights.answeredAndNotMarked() < PendingMarks.MOST
                && !scope.budget().isOver();
    }

    private void post(InFlight next) {
        scope.tally().fetched(next.size());
        next.posting(scope.breaker().answers());
        flights.move(next, Stage.POSTING);
        String webhookId = WebhookId.of(
                scope.poller().pollerId(),
                scope.poller().folder(),
                scope.unkept().uidValidity(),
                next.uid());
        scope.effects()
                .add(new PassEffect.Post(next.uid(), webhookId, scope.budget().untilCut()));
    }
}
