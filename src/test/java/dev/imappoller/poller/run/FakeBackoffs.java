package dev.imappoller.poller.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Backoffs in memory. */
final class FakeBackoffs implements Backoffs {
    final Map<String, Backoff> backoffs = new ConcurrentHashMap<>();

    @Override
    public Optional<Backoff> find(String pollerId) {
        return Optional.ofNullable(backoffs.get(pollerId));
    }

    @Override
    public void put(String pollerId, Backoff backoff) {
        backoffs.put(pollerId, backoff);
    }

    @Override
    public void remove(String pollerId) {
        backoffs.remove(pollerId);
    }
}
