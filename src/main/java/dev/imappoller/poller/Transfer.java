package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** Longer than web apps usually let a request run; an answer that comes later is lost, and its message posted again. */
    static final Duration LONGEST_POST = Duration.ofSeconds(20);

    /** A large message may take longer on its way. */
    private static final long OCTETS_PER_EXTRA_SECOND = 1024 * 1024;

    /** Flags older than this are looked at again before a message is posted: somebody may have read it. */
    private static final Duration FLAGS_HOLD = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Poller poller;
    private final Mailbox mailbox;
    private final Events events;
    private final PassContext context;
    private final Tally tally;
    private final FetchAhead ahead;
    private final Sender sender;
    private final Marks marks = new Marks();
    private final BlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    private final Map<Long, RawMessage> arrived = new HashMap<>();
    private final Deque<Ready> ready = new ArrayDeque<>();
    private int posting;
    private boolean marksRefused;
    private Optional<MailboxException> lost = Optional.empty();
    private boolean ended;

    /** @param flagsAt when its flags were known, as {@link System#nanoTime()} */
    private record Ready(long uid, long flagsAt) {}

    Transfer(
            Poller poller, Mailbox mailbox, Pass.Ports ports, PassContext context, Tally tally, List<Listed> messages) {
        this.poller = poller;
        this.mailbox = mailbox;
        this.events = ports.events();
        this.context = context;
        this.tally = tally;
        this.ahead = new FetchAhead(messages, context.room());
        this.sender = new Sender(poller, mailbox.uidValidity(), ports.endpoint(), ports.events());
    }

    /**
     * Moves all messages, or as many as the run's time allows.
     *
     * @throws MailboxException if the connection was lost; what was answered by then is counted
     * @throws InterruptedException if the run has ended without this pass
     */
    void make() throws MailboxException, InterruptedException {
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
            if (marks.size() > 0) {
                events.markFailed(poller, marks.size(), lost.get().failure().detail());
            }
            throw lost.get();
        }
    }

    /** Whether more messages may be begun. */
    private boolean isGoing() {
        if (context.budget().isOver() && !ahead.isEmpty()) {
            tally.timeIsUp();
            return false;
        }
        return lost.isEmpty() && !marksRefused;
    }

    private boolean isDone(boolean going) {
        boolean nothingLeft = !going || ahead.isEmpty();
        return nothingLeft && posting == 0 && (marks.size() == 0 || lost.isPresent());
    }

    /** How long to wait for something to be told of before looking at the clock again. */
    private Duration patience() {
        Duration untilMarks = marks.untilDue(context.nanoTime().getAsLong());
        Duration untilOver = context.budget().untilOver();
        Duration wait = untilMarks.isZero() ? LONGEST_WAIT : untilMarks;
        return untilOver.isZero() ? wait : shorter(wait, untilOver);
    }

    private void fetch() {
        for (List<Listed> window = ahead.next(); !window.isEmpty(); window = ahead.next()) {
            mailbox.fetch(window, poller.maxMessageBytes(), this);
        }
    }

    private void post() {
        while (!ready.isEmpty() && mayPost()) {
            long now = context.nanoTime().getAsLong();
            if (now - ready.getFirst().flagsAt() > FLAGS_HOLD.toNanos()) {
                lookAgain(now);
                continue;
            }
            long uid = ready.removeFirst().uid();
            RawMessage message = take(uid);
            Duration atMost = shorter(
                    LONGEST_POST.plusSeconds(message.size() / OCTETS_PER_EXTRA_SECOND),
                    context.budget().untilCut());
            tally.fetched(message.size());
            posting++;
            context.threads().execute(() -> {
                Sender.Result result = sender.send(uid, message, atMost);
                told.add(() -> sent(uid, result));
            });
        }
    }

    private boolean mayPost() {
        return posting < context.posts()
                && posting + marks.size() < Marks.MOST
                && !context.budget().isOver();
    }

    /** All whose flags are old, in one command; those that are still unseen come back to the front. */
    private void lookAgain(long now) {
        List<Long> old = new ArrayList<>();
        while (!ready.isEmpty() && now - ready.getFirst().flagsAt() > FLAGS_HOLD.toNanos()) {
            old.add(ready.removeFirst().uid());
        }
        mailbox.look(old, this);
    }

    private void mark(boolean going) {
        if (lost.isPresent()) {
            return;
        }
        boolean nothingElse = posting == 0 && (!going || ready.isEmpty() && ahead.isEmpty());
        List<Long> due =
                marks.due(nothingElse || !going, posting, context.nanoTime().getAsLong());
        if (!due.isEmpty()) {
            mailbox.markSeen(due, this);
        }
    }

    private void sent(long uid, Sender.Result result) {
        posting--;
        if (result instanceof Sender.NotPosted not) {
            notFetched(uid, not.failure());
            return;
        }
        Sender.Posted posted = (Sender.Posted) result;
        tally.answered(posted.answer(), posted.verdict());
        ahead.done(uid);
        if (posted.verdict().isFinal()) {
            marks.answered(uid, context.nanoTime().getAsLong());
        }
    }

    private void notFetched(long uid, Failure failure) {
        ahead.done(uid);
        tally.notFetched(failure);
        events.fetchRefused(poller, uid, failure.detail());
    }

    @Override
    public void arrived(long uid, RawMessage message) {
        synchronized (arrived) {
            if (ended) {
                message.close();
                return;
            }
            arrived.put(uid, message);
        }
        told.add(() -> ready.add(new Ready(uid, context.nanoTime().getAsLong())));
    }

    @Override
    public void gone(long uid) {
        told.add(() -> {
            ahead.done(uid);
            tally.gone();
        });
    }

    @Override
    public void unavailable(long uid, Failure failure) {
        told.add(() -> notFetched(uid, failure));
    }

    @Override
    public void looked(Collection<Long> uids, Set<Long> unseen) {
        told.add(() -> {
            long now = context.nanoTime().getAsLong();
            List<Long> inOrder = new ArrayList<>(uids);
            for (int i = inOrder.size() - 1; i >= 0; i--) {
                long uid = inOrder.get(i);
                if (unseen.contains(uid)) {
                    ready.addFirst(new Ready(uid, now));
                } else {
                    take(uid).close();
                    ahead.done(uid);
                    tally.gone();
                }
            }
        });
    }

    @Override
    public void marked(Collection<Long> uids) {
        told.add(() -> {
            marks.ended(uids);
            tally.marked(uids.size());
        });
    }

    @Override
    public void markRefused(Collection<Long> uids, String detail) {
        told.add(() -> {
            marks.ended(uids);
            marksRefused = true;
            tally.markRefused(detail);
            events.markFailed(poller, uids.size(), detail);
        });
    }

    @Override
    public void lost(MailboxException cause) {
        told.add(() -> lost = Optional.of(cause));
    }

    private RawMessage take(long uid) {
        synchronized (arrived) {
            return Optional.ofNullable(arrived.remove(uid)).orElseThrow();
        }
    }

    /** What has arrived and was not posted stays unread. */
    private void end() {
        synchronized (arrived) {
            ended = true;
            arrived.values().forEach(RawMessage::close);
            arrived.clear();
        }
        ahead.close();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
