package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.InFlight.Stage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Posts the messages of a pass that are here, several at the same time, and says which are still to be posted. */
final class Posts {
    /** A message that is known to be left without an answer takes up one of these for as long as a POST may take. */
    private static final int MOST_SILENT = 2;

    private final Course course;
    private final Arrivals arrivals;
    private final InFlight flight;
    private final Sender sender;

    /** A message was posted, or could not be. */
    record Ended(long uid, long size, int answersBefore, boolean silentBefore, Sender.Result result) {}

    Posts(Course course, Arrivals arrivals, InFlight flight) {
        this.course = course;
        this.arrivals = arrivals;
        this.flight = flight;
        this.sender = new Sender(
                course.poller(),
                course.unkept().uidValidity(),
                course.ports().endpoint(),
                course.ports().events(),
                course.context());
    }

    /**
     * Posts as many as may be now; those whose flags are old are looked at before.
     *
     * @param unmarked how many are answered and not known to be marked
     * @param told what came of each
     */
    void begin(Mailbox mailbox, Inbox inbox, int unmarked, Consumer<Ended> told) {
        while (mayBegin(unmarked)) {
            List<Long> old = arrivals.takeOld(course.nanoTime());
            if (old.isEmpty()) {
                beginNext(ended -> inbox.tell(() -> told.accept(ended)));
            } else {
                old.forEach(uid -> flight.at(uid, Stage.LOOKED_AT));
                mailbox.look(old, inbox);
            }
        }
    }

    private boolean mayBegin(int unmarked) {
        if (arrivals.isEmpty()) {
            return false;
        }
        int posting = flight.count(Stage.POSTING);
        int most = isSilent(arrivals.first()) ? MOST_SILENT : course.context().posts();
        return posting < course.breaker().posts(most)
                && posting + course.tally().delivered() < course.poller().maxMessages()
                && !course.breaker().isOpen()
                && course.lease().keep()
                && posting + unmarked < Marks.MOST
                && !course.context().budget().isOver();
    }

    private void beginNext(Consumer<Ended> told) {
        long uid = arrivals.next();
        RawMessage message = arrivals.take(uid);
        long size = message.size();
        int answers = course.breaker().answers();
        boolean silent = isSilent(uid);
        course.tally().fetched(size);
        flight.at(uid, Stage.POSTING);
        Duration atMost = course.context().budget().untilCut();
        sender.begin(uid, message, atMost, result -> told.accept(new Ended(uid, size, answers, silent, result)));
    }

    private boolean isSilent(long uid) {
        return flight.turn(uid).filter(Turn.SILENT::equals).isPresent();
    }
}
