package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Moves messages from a mailbox to the endpoint: fetches ahead, posts several at the same time, marks what is answered in batches.
 *
 * <p>The pass' own thread decides everything. What the mailbox and the senders have to tell is put into a queue and done by that
 * thread, one after the other, so nothing here is shared but the queue and the messages that have arrived.
 */
final class Transfer implements Mailbox.Listener {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Poller poller;
    private final Mailbox mailbox;
    private final Events events;
    private final PassContext context;
    private final Tally tally;
    private final History history;
    private final Lease lease;
    private final Breaker breaker;
    private final FetchAhead ahead;
    private final Sender sender;
    private final Marks marks = new Marks();
    private final BlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    private final Arrivals arrivals = new Arrivals();
    private int posting;
    private boolean marksRefused;
    private boolean throttled;
    private Optional<MailboxException> lost = Optional.empty();

    Transfer(
            Poller poller,
            Mailbox mailbox,
            Pass.Ports ports,
            PassContext context,
            Tally tally,
            History history,
            Lease lease,
            Breaker breaker,
            List<Listed> messages) {
        this.poller = poller;
        this.mailbox = mailbox;
        this.events = ports.events();
        this.context = context;
        this.tally = tally;
        this.history = history;
        this.lease = lease;
        this.breaker = breaker;
        this.ahead = new FetchAhead(messages, context.room());
        this.sender = new Sender(poller, mailbox.uidValidity(), ports.endpoint(), ports.events(), context.threads());
    }

    /**
     * Moves all messages, or as many as the run's time allows.
     *
     * @param answered messages that an earlier pass delivered and could not mark
     * @throws MailboxException if the connection was lost; what was answered by then is counted
     * @throws InterruptedException if the run has ended without this pass
     */
    void make(List<Long> answered) throws MailboxException, InterruptedException {
        answered.forEach(uid -> marks.answered(uid, context.nanoTime().getAsLong()));
        try {
            while (true) {
                boolean going = isGoing();
                if (going) {
                    fetch();
                    post();
                }
                mark(going);
                if (isDone(going)) {
                    break;
                }
                Optional.ofNullable(told.poll(patience().toNanos(), TimeUnit.NANOSECONDS))
                        .ifPresent(Runnable::run);
            }
        } finally {
            end();
        }
        if (lost.isPresent()) {
            throw lost.get();
        }
    }

    /** However it ends: what was answered and is not known to be marked is on record, and nothing is held any more. */
    private void end() {
        try {
            for (Runnable news = told.poll(); news != null; news = told.poll()) {
                news.run();
            }
            giveUpMarks("the pass ended before");
        } finally {
            arrivals.close();
            ahead.close();
        }
    }

    /** Whether more messages may be begun. */
    private boolean isGoing() {
        boolean leased = lease.keep(); // As long as posts are under way, whether others may be begun or not.
        // A POST that is cut at the end of the run may have been taken, and would be sent again.
        boolean timeIsUp = context.budget().isOver()
                || breaker.slowest().compareTo(context.budget().untilCut()) >= 0;
        if (timeIsUp && !ahead.isEmpty()) {
            tally.timeIsUp();
            return false;
        }
        if (!leased && !ahead.isEmpty()) {
            tally.leaseLost();
            return false;
        }
        return lost.isEmpty()
                && !marksRefused
                && !throttled
                && !breaker.isOpen()
                && tally.delivered() < poller.maxMessages();
    }

    private boolean isDone(boolean going) {
        boolean nothingLeft = !going || ahead.isEmpty();
        return nothingLeft && posting == 0 && marks.size() == 0;
    }

    /** How long to wait for something to be told of before looking at the clock again. */
    private Duration patience() {
        Duration untilMarks = marks.untilDue(context.nanoTime().getAsLong());
        Duration untilOver = context.budget().untilOver();
        Duration wait = untilMarks.isZero() ? LONGEST_WAIT : untilMarks;
        return untilOver.isZero() || wait.compareTo(untilOver) < 0 ? wait : untilOver;
    }

    private void fetch() {
        // What fails does not count, so that it can't use up the pass.
        int most = poller.maxMessages() - tally.delivered();
        for (List<Listed> window = ahead.next(most); !window.isEmpty(); window = ahead.next(most)) {
            mailbox.fetch(window, poller.maxMessageBytes(), this);
        }
    }

    private void post() {
        while (!arrivals.isEmpty() && mayPost()) {
            List<Long> old = arrivals.takeOld(context.nanoTime().getAsLong());
            if (!old.isEmpty()) {
                mailbox.look(old, this);
                continue;
            }
            long uid = arrivals.next();
            RawMessage message = arrivals.take(uid);
            long size = message.size();
            tally.fetched(size);
            posting++;
            Duration atMost = context.budget().untilCut();
            sender.begin(uid, message, atMost, result -> told.add(() -> sent(uid, size, result)));
        }
    }

    private boolean mayPost() {
        return posting < breaker.posts(context.posts())
                && posting + tally.delivered() < poller.maxMessages()
                && !breaker.isOpen()
                && lease.keep()
                && posting + marks.size() < Marks.MOST
                && !context.budget().isOver();
    }

    private void mark(boolean going) {
        if (lost.isPresent()) {
            // At once: a POST that hangs may keep the pass until the run ends without it.
            giveUpMarks(lost.get().failure().detail());
            return;
        }
        boolean nothingElse = posting == 0 && (!going || arrivals.isEmpty() && ahead.isEmpty());
        List<Long> due =
                marks.due(nothingElse || !going, posting, context.nanoTime().getAsLong());
        if (!due.isEmpty()) {
            history.beforeMarking();
            mailbox.markSeen(due, this);
        }
    }

    private void sent(long uid, long size, Sender.Result result) {
        posting--;
        if (result instanceof Sender.NotPosted not) {
            notFetched(uid, size, not.failure());
            return;
        }
        Sender.Posted posted = (Sender.Posted) result;
        Answer answer = posted.answer();
        tally.answered(answer, posted.verdict());
        breaker.after(answer, posted.verdict());
        ahead.done(uid);
        if (posted.verdict().isFinal()) {
            history.answered(uid, posted.verdict(), History.Failed.of(answer, posted.messageId(), size));
            marks.answered(uid, context.nanoTime().getAsLong());
        } else if (lease.keep()) { // Else another pass has the message, and may have written down more.
            tally.failedMessage(history.failed(uid, History.Failed.of(answer, posted.messageId(), size)));
        }
        if (breaker.isOpen()) {
            tally.endpointFailed(breaker.retryAfter(), Words.of(answer));
        }
    }

    private void notFetched(long uid, long size, Failure failure) {
        ahead.done(uid);
        tally.notFetched(failure);
        if (failure.status() == PollerStatus.THROTTLED) {
            throttled = true; // That is no fault of the message.
            tally.throttled(failure.detail());
        } else if (lease.keep()) {
            history.failed(uid, History.Failed.unread(failure.detail(), size));
        }
        events.fetchRefused(poller, uid, failure.detail());
    }

    private void giveUpMarks(String why) {
        List<Long> unmarked = marks.giveUp();
        if (!unmarked.isEmpty()) {
            notMarked(unmarked, why);
        }
    }

    /** They have their answer all the same, which the next pass has to know. */
    private void notMarked(Collection<Long> uids, String why) {
        history.answeredOnly(uids, why);
        events.markFailed(poller, uids.size(), why);
    }

    @Override
    public void arrived(long uid, RawMessage message, boolean seen) {
        long flagsAt = context.nanoTime().getAsLong(); // They came with it, however late the pass takes it up.
        if (arrivals.add(uid, message)) {
            told.add(() -> arrivals.ready(uid, flagsAt));
        }
    }

    @Override
    public void gone(long uid) {
        told.add(() -> isGone(uid));
    }

    private void isGone(long uid) {
        ahead.done(uid);
        history.done(List.of(uid));
        tally.gone(uid);
    }

    @Override
    public void missing(long uid) {
        told.add(() -> {
            ahead.done(uid);
            history.missing(uid);
            tally.missing(uid);
        });
    }

    @Override
    public void unavailable(long uid, Failure failure) {
        told.add(() -> notFetched(uid, ahead.sizeOf(uid), failure));
    }

    @Override
    public void looked(Collection<Long> uids, Set<Long> unseen) {
        told.add(() ->
                arrivals.looked(uids, unseen, context.nanoTime().getAsLong()).forEach(this::isGone));
    }

    @Override
    public void marked(Collection<Long> uids) {
        told.add(() -> {
            marks.ended(uids);
            history.done(uids);
            tally.marked(uids);
        });
    }

    @Override
    public void markRefused(Collection<Long> uids, Failure failure) {
        told.add(() -> {
            marks.ended(uids);
            marksRefused = tally.markRefused(failure, uids.size());
            notMarked(uids, failure.detail());
        });
    }

    @Override
    public void lost(MailboxException cause) {
        told.add(() -> lost = Optional.of(cause));
    }
}
