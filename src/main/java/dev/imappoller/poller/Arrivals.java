package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of a pass that are here and not yet being posted, in the order in which they came. */
final class Arrivals implements AutoCloseable {
    /** Flags older than this are looked at again before a message is posted: somebody may have read it. */
    private static final Duration FLAGS_HOLD = Duration.ofSeconds(5);

    private final Map<Long, RawMessage> messages = new HashMap<>();
    private final Deque<Ready> ready = new ArrayDeque<>();
    private boolean closed;

    /** @param flagsAt when its flags were known, as {@link System#nanoTime()} */
    private record Ready(long uid, long flagsAt) {}

    /** Takes a message in, from any thread; false if nobody waits for it any more. */
    boolean add(long uid, RawMessage message) {
        synchronized (messages) {
            if (closed) {
                message.close();
                return false;
            }
            messages.put(uid, message);
            return true;
        }
    }

    /** A message may be posted from now on, after those before it. */
    void ready(long uid, long now) {
        ready.add(new Ready(uid, now));
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** Takes out those at the front whose flags are old, to be looked at again. */
    List<Long> takeOld(long now) {
        List<Long> old = new ArrayList<>();
        while (!ready.isEmpty() && now - ready.getFirst().flagsAt() > FLAGS_HOLD.toNanos()) {
            old.add(ready.removeFirst().uid());
        }
        return old;
    }

    /** The UID of the next message. */
    long next() {
        return ready.removeFirst().uid();
    }

    /** Hands a message over, to be closed by whoever gets it. */
    RawMessage take(long uid) {
        synchronized (messages) {
            return Optional.ofNullable(messages.remove(uid)).orElseThrow();
        }
    }

    /** Gives up all messages, and those that come later: they stay unread. */
    @Override
    public void close() {
        synchronized (messages) {
            closed = true;
            messages.values().forEach(RawMessage::close);
            messages.clear();
        }
    }

    /**
     * Those that were taken to be looked at are ready again, in their order, as far as they are still unseen.
     *
     * @return the others, which are given up
     */
    List<Long> looked(Collection<Long> uids, Set<Long> unseen, long now) {
        List<Long> gone = new ArrayList<>();
        List<Long> inOrder = new ArrayList<>(uids);
        Collections.reverse(inOrder);
        for (long uid : inOrder) {
            if (unseen.contains(uid)) {
                ready.addFirst(new Ready(uid, now)); // Before all others.
            } else {
                take(uid).close();
                gone.add(uid);
            }
        }
        return gone;
    }
}
