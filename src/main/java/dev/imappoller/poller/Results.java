package dev.imappoller.poller;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes down what becomes of each message of a pass: counts it, puts it on record, and has it marked. */
final class Results {
    private final Course course;
    private final History history;
    private final Tally tally;
    private final FetchAhead ahead;
    private final Marks marks;
    private final Unasked unasked;
    private final Alone alone;
    private final Set<Long> undelivered = new LinkedHashSet<>();
    private boolean ends;

    Results(Course course, FetchAhead ahead, Marks marks, Unasked unasked, Alone alone) {
        this.course = course;
        this.history = course.history();
        this.tally = course.tally();
        this.ahead = ahead;
        this.marks = marks;
        this.unasked = unasked;
        this.alone = alone;
    }

    /** Whether no more messages are to be begun, since the server asks for peace or marks none. */
    boolean endThePass() {
        return ends;
    }

    /** The messages that were here and have no final answer. */
    Set<Long> undelivered() {
        return new LinkedHashSet<>(undelivered);
    }

    void sent(Posts.Ended ended) {
        long uid = ended.uid();
        undelivered.add(uid);
        if (ended.result() instanceof Sender.NotPosted not) {
            notFetched(uid, ended.size(), not.failure(), not.harmful());
            return;
        }
        if (ended.result() instanceof Sender.GivenUp givenUp) {
            givenUp(uid, ended.size(), givenUp.why());
            return;
        }
        Sender.Posted posted = (Sender.Posted) ended.result();
        Answer answer = posted.answer();
        Breaker breaker = course.breaker();
        tally.answered(answer, posted.verdict());
        breaker.after(answer, posted.verdict(), ended.answersBefore(), ended.silentBefore());
        ahead.done(uid);
        Failed failed = Failed.of(answer, breaker.hasAnswered(), posted.messageId(), ended.size());
        if (posted.verdict().isFinal()) {
            undelivered.remove(uid);
            unasked.done(uid);
            history.answered(uid, posted.verdict(), failed);
            marks.answered(uid, course.nanoTime());
        } else if (course.lease().keep()) { // Else another pass has the message, and may have written down more.
            tally.failedMessage(history.failed(uid, failed));
        }
        if (breaker.isOpen()) {
            tally.endpointFailed(breaker.retryAfter(), Words.of(answer));
        }
    }

    private void givenUp(long uid, long size, String why) {
        ahead.done(uid);
        tally.undecoded("message " + uid + " was given up: " + why);
        if (course.lease().keep()) {
            tally.failedMessage(history.failed(uid, Failed.givenUp(why, size)));
        }
        course.ports().events().fetchRefused(course.poller(), uid, why);
    }

    void unavailable(long uid, Failure failure) {
        notFetched(uid, ahead.sizeOf(uid), failure, false);
    }

    private void notFetched(long uid, long size, Failure failure, boolean harmful) {
        ahead.done(uid);
        alone.unavailable(uid);
        tally.notFetched(failure);
        if (failure.status() == PollerStatus.THROTTLED) {
            ends = true; // That is no fault of the message.
            tally.throttled(failure.detail());
        } else if (course.lease().keep() && !(harmful && alone.didHarm(uid, failure.detail()))) {
            history.failed(uid, Failed.unread(failure.detail(), size, harmful));
        }
        course.ports().events().fetchRefused(course.poller(), uid, failure.detail());
    }

    void gone(long uid) {
        ahead.done(uid);
        unasked.done(uid);
        history.done(List.of(uid));
        tally.gone(uid);
    }

    void missing(long uid) {
        ahead.done(uid);
        history.missing(uid);
        tally.missing(uid);
    }

    void marked(Collection<Long> uids) {
        marks.ended(uids);
        List<Long> kept = course.unkept().marked(uids);
        history.marked(kept);
        tally.marked(kept);
    }

    void markRefused(Collection<Long> uids, Failure failure) {
        marks.ended(uids);
        // Without records only the next pass knows of them, so they are to be few.
        ends = tally.markRefused(failure, uids.size()) || ends || history.isReadOnly();
        course.suspects().survived(uids);
        notMarked(uids, failure.detail());
    }

    /** What is answered and not known to be marked has its answer all the same, which the next pass has to know. */
    void giveUpMarks(String why) {
        List<Long> unmarked = marks.giveUp();
        if (!unmarked.isEmpty()) {
            notMarked(unmarked, why);
        }
    }

    private void notMarked(Collection<Long> uids, String why) {
        course.unkept().answered(uids);
        history.answeredOnly(uids, why);
        course.ports().events().markFailed(course.poller(), uids.size(), why);
    }
}
