package dev.imappoller.poller.lease;

import dev.imappoller.poller.status.TableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Leases in memory. */
public final class FakeLeases implements Leases {
    private record Held(String owner, Instant until) {}

    private final Map<String, Held> held = new HashMap<>();
    public boolean inTrouble;
    public int taken;
    public Runnable onRelease = () -> {};

    @Override
    public synchronized Taking take(String pollerId, String owner, Instant now, Instant until) {
        if (inTrouble) {
            throw new TableException("The table can't be used.", new IllegalStateException());
        }
        Held before = held.get(pollerId);
        if (before != null
                && !before.owner().equals(owner)
                && !before.until().isBefore(now)
                && !before.until().isAfter(until.plus(AHEAD))) {
            return Taking.HELD_BY_ANOTHER;
        }
        held.put(pollerId, new Held(owner, until));
        taken++;
        return before == null || before.owner().equals(owner) ? Taking.TAKEN : Taking.TAKEN_OVER;
    }

    @Override
    public synchronized boolean renew(String pollerId, String owner, Instant until) {
        if (inTrouble) {
            throw new TableException("The table can't be used.", new IllegalStateException());
        }
        Held before = held.get(pollerId);
        if (before == null || !before.owner().equals(owner)) {
            return false;
        }
        held.put(pollerId, new Held(owner, until));
        taken++;
        return true;
    }

    @Override
    public synchronized void release(String pollerId, String owner) {
        onRelease.run();
        held.computeIfPresent(pollerId, (id, before) -> before.owner().equals(owner) ? null : before);
    }

    /** Another run takes over, whoever holds it. */
    public synchronized void takenOverUntil(String pollerId, Instant until) {
        held.put(pollerId, new Held("another", until));
    }

    public synchronized boolean isFree(String pollerId) {
        return !held.containsKey(pollerId);
    }
}
