package dev.imappoller.poller;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The last look at messages that are not delivered, before a pass ends: a server that sets flags by itself may do so after it has handed
 * a message over. One command where something failed, and none where nothing did.
 */
final class LastLook {
    private final Set<Long> underWay = new LinkedHashSet<>();
    private boolean begun;

    boolean isBegun() {
        return begun;
    }

    /** @param undelivered may be none, and then there is nothing to wait for */
    void begin(Collection<Long> undelivered) {
        begun = true;
        underWay.addAll(undelivered);
    }

    /** Messages were looked at; true if this was the last look. */
    boolean ended(Collection<Long> uids) {
        return underWay.removeAll(uids);
    }

    boolean isOver() {
        return begun && underWay.isEmpty();
    }

    Set<Long> underWay() {
        return Set.copyOf(underWay);
    }
}
