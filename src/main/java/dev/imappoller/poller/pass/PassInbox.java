package dev.imappoller.poller.pass;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.time.Cutoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes in, from any thread, what a pass is to be told, and the messages that arrive; the pass' own thread takes it out. */
final class PassInbox implements AutoCloseable {
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Cutoff cutoff;
    private final LongSupplier nanoTime;
    private final Consumer<Throwable> bugs;
    private final Map<Long, RawMessage> messages = new HashMap<>();
    private @Nullable Session session = new Session();

    /** @param from the session that tells it; empty for what has to do with none */
    private record Told(Optional<Session> from, PassEvent event) {}

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param bugs told of an error of this program on the mailbox's thread
     */
    PassInbox(Cutoff cutoff, LongSupplier nanoTime, Consumer<Throwable> bugs) {
        this.cutoff = cutoff;
        this.nanoTime = nanoTime;
        this.bugs = bugs;
    }

    void tell(PassEvent event) {
        told.add(new Told(Optional.empty(), event));
    }

    /** All that has come; waits for something, no longer than this. Nothing but that time went by, where nothing has come. */
    List<PassEvent> await(Duration patience) throws InterruptedException {
        List<PassEvent> events = new ArrayList<>();
        Optional.ofNullable(told.poll(patience.toNanos(), TimeUnit.NANOSECONDS)).ifPresent(first -> add(first, events));
        events.addAll(drain());
        return events.isEmpty() ? List.of(new PassEvent.TimePassed()) : events;
    }

    /** All that has come. */
    List<PassEvent> drain() {
        List<PassEvent> events = new ArrayList<>();
        for (Told next = told.poll(); next != null; next = told.poll()) {
            add(next, events);
        }
        return events;
    }

    /** News of a connection that is closed are none. */
    private synchronized void add(Told next, List<PassEvent> events) {
        if (next.from().isEmpty() || next.from().get().equals(session)) {
            events.add(next.event());
        }
    }

    /** Hands a message over, to be closed by whoever gets it. */
    synchronized RawMessage take(long uid) {
        return Optional.ofNullable(messages.remove(uid)).orElseThrow();
    }

    private synchronized boolean keep(Session from, long uid, RawMessage message) {
        boolean isMine = from.equals(session);
        if (isMine) {
            Optional.ofNullable(messages.put(uid, message)).ifPresent(RawMessage::close);
        } else {
            message.close();
        }
        return isMine;
    }

    /** The mailbox of this session tells its news here. */
    synchronized Mailbox.Listener listener() {
        return Objects.requireNonNull(session);
    }

    /** The mailbox is closed, and another may be opened. What it has handed over and nobody took stays unread. */
    synchronized void endSession() {
        messages.values().forEach(RawMessage::close);
        messages.clear();
        session = new Session();
    }

    /** Nothing is taken in any more. */
    @Override
    public synchronized void close() {
        endSession();
        session = null;
    }

    /** What the mailbox of one connection has to tell. */
    private final class Session implements Mailbox.Listener {
        private void say(PassEvent event) {
            told.add(new Told(Optional.of(this), event));
        }

        @Override
        public void arrived(long uid, RawMessage message, boolean seen) {
            long size = message.size();
            // The flags came with it, however late the pass takes it up.
            long flagsAt = nanoTime.getAsLong();
            if (keep(this, uid, message)) {
                say(new PassEvent.Arrived(uid, size, seen, flagsAt));
            }
        }

        @Override
        public void gone(long uid) {
            say(new PassEvent.Gone(uid));
        }

        @Override
        public void missing(long uid) {
            say(new PassEvent.Missing(uid));
        }

        @Override
        public void unavailable(long uid, Failure failure) {
            say(new PassEvent.Unavailable(uid, failure));
        }

        @Override
        public void unseenChecked(Collection<Long> uids, Set<Long> unseen) {
            say(new PassEvent.UnseenChecked(uids, unseen));
        }

        @Override
        public void marked(Collection<Long> uids) {
            say(new PassEvent.Marked(uids));
        }

        @Override
        public void markRefused(Collection<Long> uids, Failure failure) {
            say(new PassEvent.MarkRefused(uids, failure));
        }

        @Override
        public void unmarked(Collection<Long> uids) {
            say(new PassEvent.Unmarked(uids));
        }

        @Override
        public void unmarkRefused(Collection<Long> uids, Failure failure) {
            say(new PassEvent.UnmarkRefused(uids));
        }

        @Override
        public void filedAway(Collection<Long> uids) {
            say(new PassEvent.FiledAway(uids));
        }

        @Override
        public void copied(Collection<Long> uids) {
            say(new PassEvent.Copied(uids));
        }

        @Override
        public void filingRefused(Collection<Long> uids, Failure failure) {
            say(new PassEvent.FilingRefused(uids, failure));
        }

        @Override
        public void lost(MailboxException cause) {
            cause.bug().ifPresent(bugs);
            say(new PassEvent.ConnectionLost(cause.failure(), cutoff.isCut()));
        }
    }
}
