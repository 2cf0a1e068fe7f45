package dev.imappoller.oauth;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Authorizations that are under way, in memory. */
final class FakeAuthorizations implements PendingAuthorizations {
    final Map<String, UnderWay> all = new HashMap<>();

    @Override
    public Optional<UnderWay> find(String pollerId) {
        return Optional.ofNullable(all.get(pollerId));
    }

    @Override
    public void begin(String pollerId, UnderWay underWay) {
        all.put(pollerId, underWay);
    }

    @Override
    public boolean end(String pollerId, UnderWay underWay) {
        return find(pollerId)
                        .filter(there -> there.mark().equals(underWay.mark()))
                        .isPresent()
                && all.remove(pollerId) != null;
    }
}
