package dev.imappoller.poller.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What people were told of, in memory. */
public final class FakeAlertStates implements AlertStates {
    private final Map<String, State> states = new ConcurrentHashMap<>();

    @Override
    public State find(String pollerId, AlertKind kind) {
        return states.getOrDefault(pollerId + kind, State.NONE);
    }

    @Override
    public synchronized boolean replace(String pollerId, AlertKind kind, State before, State after) {
        if (!find(pollerId, kind).equals(before)) {
            return false;
        }
        states.put(pollerId + kind, after);
        return true;
    }
}
