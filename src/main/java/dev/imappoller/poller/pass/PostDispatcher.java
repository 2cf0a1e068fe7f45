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

    private final PassScope course;
    private final Flights flights;

    PostDispatcher(PassScope course) {
        this.course = course;
        this.flights = course.flights();
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
            old.forEach(flights::look);
            course.effects()
                    .add(new PassEffect.Look(old.stream().map(InFlight::uid).toList()));
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
                        flight.flags().tell() && course.nanos() - flight.flags().at() > FLAGS_HOLD.toNanos())
                .toList();
    }

    private boolean mayBegin(InFlight next) {
        int posting = flights.count(Stage.POSTING);
        int most = next.turn() == DeliveryOrder.SILENT
                ? MOST_SILENT
                : course.limits().posts();
        return posting < course.breaker().posts(most)
                && posting + course.tally().delivered() < course.poller().maxMessages()
                && !course.breaker().isOpen()
                && course.isLeaseKept()
                && posting + flights.answeredAndNotMarked() < PendingMarks.MOST
                && !course.budget().isOver();
    }

    private void post(InFlight next) {
        course.tally().fetched(next.size());
        next.posting(course.breaker().answers());
        flights.move(next, Stage.POSTING);
        String webhookId = WebhookId.of(
                course.poller().pollerId(),
                course.poller().folder(),
                course.unkept().uidValidity(),
                next.uid());
        course.effects()
                .add(new PassEffect.Post(next.uid(), webhookId, course.budget().untilCut()));
    }
}
