package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.InFlight.Stage;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Moves messages from a mailbox to the endpoint: fetches ahead, posts several at the same time, marks what is answered in batches.
 *
 * <p>The pass' own thread decides everything. What the mailbox and the senders have to tell comes through an {@link Inbox}, so nothing
 * here is shared.
 */
final class Transfer implements Mailbox.Listener {
    private final Course course;
    private final Poller poller;
    private final Mailbox mailbox;
    private final Tally tally;
    private final History history;
    private final Lease lease;
    private final Pace pace;
    private final InFlight flight = new InFlight();
    private final Marks marks = new Marks();
    private final Unasked unasked;
    private final LastLook lastLook;
    private final Arrivals arrivals = new Arrivals();
    private final FetchAhead ahead;
    private final Alone alone;
    private final Posts posts;
    private final Results results;
    private final Inbox inbox;
    private final Lost lost;
    private final Set<Long> unmarked = new LinkedHashSet<>();

    Transfer(Course course, Mailbox mailbox, Plan plan) {
        this.course = course;
        this.poller = course.poller();
        this.mailbox = mailbox;
        this.tally = course.tally();
        this.history = course.history();
        this.lease = course.lease();
        this.pace = new Pace(course);
        this.lost = new Lost(course);
        this.unasked = new Unasked(history, course.context().now());
        this.ahead = new FetchAhead(plan.toDeliver(), course.context().room(), flight);
        this.alone = new Alone(course, plan.toMarkAlone());
        this.posts = new Posts(course, arrivals, flight);
        this.results = new Results(course, ahead, marks, unasked, alone);
        this.lastLook = new LastLook(course, results, flight, unasked);
        this.inbox = new Inbox(this, arrivals, course.context().nanoTime());
        plan.toMark().forEach(uid -> marks.answered(uid, course.nanoTime()));
        plan.unasked().stream().filter(uid -> lease.keep()).forEach(this::found);
    }

    /**
     * Moves all messages, or as many as the run's time allows.
     *
     * @return what is left for another connection, where this one was lost
     * @throws MailboxException if the time was up before the server was done; what was answered by then is counted
     * @throws InterruptedException if the run has ended without this pass
     */
    Plan make() throws MailboxException, InterruptedException {
        course.context().cutoff().onCut(() -> inbox.tell(pace::cut));
        boolean orderly = false;
        try {
            while (true) {
                boolean goesOn = pace.goesOn(isAllBegun()) && !lost.isSo() && !results.endThePass();
                boolean going = goesOn && pace.mayDeliver();
                if (!lost.isSo()) {
                    unasked.unmark(mailbox, inbox);
                }
                if (going) {
                    fetch();
                }
                if (goesOn && isQuiet(going)) {
                    takeAlone(going);
                }
                if (going) {
                    posts.begin(mailbox, inbox, marks.size(), results::sent);
                }
                mark(going);
                boolean isAllBegun = going ? isAllBegun() : !goesOn || alone.isEmpty();
                if (isAllBegun && isAllAnswered() && !lost.isSo()) {
                    lastLook.begin(mailbox, inbox);
                }
                if (isDone(isAllBegun)) {
                    break;
                }
                inbox.await(pace.patience(marks));
            }
            orderly = !pace.isCutLongAgo();
        } finally {
            boolean inOrder = orderly;
            Uninterrupted.run(() -> end(inOrder));
        }
        return lost.leavesTheRest(alone.isCharged(), orderly)
                ? new Plan(List.copyOf(unmarked), alone.left(), ahead.leftAlone(), List.of())
                : Plan.NOTHING;
    }

    /** However it ends: what was answered and is not known to be marked is on record, and nothing is held any more. */
    private void end(boolean orderly) {
        try {
            inbox.drain();
            if (!orderly) {
                Set<Long> underWay = flight.at(Stage.POSTING);
                if (!lost.isSo()) {
                    underWay.addAll(underWayAtTheServer());
                }
                brokeOff(new Failure(PollerStatus.INTERNAL_ERROR, "the pass broke off"), underWay);
            }
            giveUpMarks("the pass ended before");
            if (!orderly || lost.isSo()) {
                unasked.maybe(lastLook.undelivered());
            }
            if (lease.keep()) {
                unasked.keep();
            }
        } finally {
            arrivals.close();
            ahead.close();
        }
    }

    private Set<Long> underWayAtTheServer() {
        Set<Long> underWay = flight.awaited();
        underWay.addAll(marks.underWay());
        underWay.addAll(unasked.underWay());
        underWay.addAll(lastLook.underWay());
        return underWay;
    }

    /** What was under way then is on record before anything else happens. */
    private void brokeOff(Failure why, Set<Long> underWay) {
        if (unasked.any()) {
            flight.awaited()
                    .forEach(unasked::found); // A server that sets flags by itself may have done so before it went.
        }
        giveUpMarks(why.detail());
        if (lease.keep()) { // Else another pass has them.
            List<Listed> suspects = underWay.stream()
                    .map(uid -> new Listed(uid, ahead.sizeOf(uid), Optional.empty(), false))
                    .toList();
            alone.brokeOff(suspects, why);
        }
    }

    private void giveUpMarks(String why) {
        unmarked.addAll(marks.waiting());
        results.giveUpMarks(why);
    }

    private boolean isAllBegun() {
        return ahead.isEmpty() && alone.isEmpty();
    }

    private boolean isDone(boolean isAllBegun) {
        boolean nothingLeft = isAllBegun && (lost.isSo() || lastLook.isOver() && unasked.isIdle());
        return pace.isCutLongAgo() || nothingLeft && isAllAnswered();
    }

    private boolean isAllAnswered() {
        return flight.count(Stage.POSTING) == 0 && marks.size() == 0;
    }

    private void fetch() {
        if (ahead.turn().filter(Turn.SILENT::equals).isPresent()
                && !course.context().budget().isHalfLeft()) {
            ahead.dropSilent(); // They take long; another pass has the time.
            tally.timeIsUp();
        }
        // What fails does not count, so that it can't use up the pass.
        int most = poller.maxMessages() - tally.delivered();
        for (List<Listed> window = ahead.next(most); !window.isEmpty(); window = ahead.next(most)) {
            mailbox.fetch(window, poller.maxMessageBytes(), inbox);
        }
    }

    private void takeAlone(boolean going) {
        alone.nextToMark(going ? ahead.alone() : Optional.empty())
                .ifPresent(uid -> marks.answered(uid, course.nanoTime()));
        if (going && isQuiet(true)) {
            alone.nextToFetch(ahead)
                    .ifPresent(message -> mailbox.fetch(List.of(message), poller.maxMessageBytes(), inbox));
        }
    }

    /** Whether nothing is under way; what is here and will not be posted in this pass is not. */
    private boolean isQuiet(boolean going) {
        boolean nothingIsPosted = going ? flight.isEmpty() : flight.isOnlyHere();
        return nothingIsPosted && marks.size() == 0 && unasked.isIdle();
    }

    private void mark(boolean going) {
        if (lost.isSo()) {
            // At once: a POST that hangs may keep the pass until the run ends without it.
            giveUpMarks(lost.why());
            return;
        }
        int posting = flight.count(Stage.POSTING);
        boolean nothingElse = posting == 0 && flight.isEmpty();
        List<Long> due = marks.due(nothingElse || !going, posting, course.nanoTime());
        if (!due.isEmpty()) {
            history.beforeMarking();
            mailbox.markSeen(due, inbox);
        }
    }

    @Override
    public void arrived(long uid, RawMessage message, boolean seen) {
        flight.at(uid, Stage.ARRIVED);
        if (seen && !lease.keep()) {
            arrivals.take(uid).close(); // Another pass has delivered and marked it.
            gone(uid);
            return;
        }
        if (seen) {
            found(uid);
        }
        arrivals.ready(uid, !seen);
    }

    /** The server has marked a message that was unseen when it was listed, and that no one but this pass may have. */
    private void found(long uid) {
        unasked.found(uid);
        tally.markedUnasked(uid);
    }

    @Override
    public void gone(long uid) {
        results.gone(uid);
    }

    @Override
    public void missing(long uid) {
        results.missing(uid);
    }

    @Override
    public void unavailable(long uid, Failure failure) {
        flight.refused(uid);
        results.unavailable(uid, failure);
    }

    @Override
    public void looked(Collection<Long> uids, Set<Long> unseen) {
        Set<Long> others = new LinkedHashSet<>(uids);
        others.removeAll(unseen);
        if (!unseen.isEmpty()) {
            unasked.foundUnseen();
        }
        if (lastLook.ended(uids)) {
            others.stream().filter(uid -> unasked.maySetFlags() && lease.keep()).forEach(this::found);
            return;
        }
        uids.forEach(uid -> flight.at(uid, Stage.ARRIVED));
        Set<Long> wanted = new HashSet<>(unseen);
        if (unasked.maySetFlags() && lease.keep()) {
            others.forEach(this::found);
            wanted.addAll(others);
        }
        OptionalLong flagsAt = unasked.any() ? OptionalLong.empty() : OptionalLong.of(course.nanoTime());
        arrivals.looked(uids, wanted, flagsAt).forEach(this::gone);
    }

    @Override
    public void marked(Collection<Long> uids) {
        results.marked(uids);
    }

    @Override
    public void markRefused(Collection<Long> uids, Failure failure) {
        results.markRefused(uids, failure);
    }

    @Override
    public void unmarked(Collection<Long> uids) {
        unasked.unmarked(uids);
    }

    @Override
    public void unmarkRefused(Collection<Long> uids, Failure failure) {
        unasked.refused(uids);
    }

    @Override
    public void lost(MailboxException cause) {
        Set<Long> underWay = underWayAtTheServer();
        lost.by(cause, underWay.isEmpty());
        brokeOff(cause.failure(), underWay);
    }
}
