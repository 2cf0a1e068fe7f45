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
import java.util.OptionalLong;
import java.util.Set;

/** The messages of a pass that are here and not yet being posted, in the order in which they came. */
final class Arrivals implements AutoCloseable {
    /** Flags older than this are looked at again before a message is posted: somebody may have read it. */
    private static final Duration FLAGS_HOLD = Duration.ofSeconds(5);

    private final Map<Long, Arrived> messages = new HashMap<>();
    private final Deque<Ready> ready = new ArrayDeque<>();
    private boolean closed;

    /** @param flagsAt when its flags were known, as {@link System#nanoTime()} */
    private record Arrived(RawMessage message, long flagsAt) {}

    /** @param flagsAt when its flags were known; empty where they say nothing */
    private record Ready(long uid, OptionalLong flagsAt) {
        private boolean isOld(long now) {
            return flagsAt.isPresent() && now - flagsAt.getAsLong() > FLAGS_HOLD.toNanos();
        }
    }

    /** Takes a message in, from any thread; false if nobody waits for it any more. */
    boolean add(long uid, RawMessage message, long flagsAt) {
        synchronized (messages) {
            if (closed) {
                message.close();
                return false;
            }
            messages.put(uid, new Arrived(message, flagsAt));
            return true;
        }
    }

    /**
     * A message may be posted from now on, after those before it.
     *
     * @param flagsTell whether its flags say if a person has read it; not where the server changes them by itself
     */
    void ready(long uid, boolean flagsTell) {
        synchronized (messages) {
            OptionalLong flagsAt = flagsTell
                    ? OptionalLong.of(
                            Optional.ofNullable(messages.get(uid)).orElseThrow().flagsAt())
                    : OptionalLong.empty();
            ready.add(new Ready(uid, flagsAt));
        }
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** Takes out those at the front whose flags are old, to be looked at again. */
    List<Long> takeOld(long now) {
        List<Long> old = new ArrayList<>();
        while (!ready.isEmpty() && ready.getFirst().isOld(now)) {
            old.add(ready.removeFirst().uid());
        }
        return old;
    }

    /** The UID of the next message, which stays. */
    long first() {
        return ready.getFirst().uid();
    }

    /** The UID of the next message. */
    long next() {
        return ready.removeFirst().uid();
    }

    /** Hands a message over, to be closed by whoever gets it. */
    RawMessage take(long uid) {
        synchronized (messages) {
            return Optional.ofNullable(messages.remove(uid)).orElseThrow().message();
        }
    }

    /** Gives up all messages, and those that come later: they stay unread. */
    @Override
    public void close() {
        synchronized (messages) {
            closed = true;
            messages.values().forEach(arrived -> arrived.message().close());
            messages.clear();
        }
    }

    /**
     * Those that were taken to be looked at are ready again, in their order, as far as they are still to be posted.
     *
     * @param flagsAt when that was known; empty where flags say nothing
     * @return the others, which are given up
     */
    List<Long> looked(Collection<Long> uids, Set<Long> wanted, OptionalLong flagsAt) {
        List<Long> gone = new ArrayList<>();
        List<Long> inOrder = new ArrayList<>(uids);
        Collections.reverse(inOrder);
        for (long uid : inOrder) {
            if (wanted.contains(uid)) {
                ready.addFirst(new Ready(uid, flagsAt)); // Before all others.
            } else {
                take(uid).close();
                gone.add(uid);
            }
        }
        return gone;
    }
}
