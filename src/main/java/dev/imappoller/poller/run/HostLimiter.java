package dev.imappoller.poller.run;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands out the pollers of a run in order, and limits how many of one mail server are polled at the same time. */
final class HostLimiter {
    private final int mostPerHost;
    private final List<PollerEntry> waiting;
    private final Map<String, Integer> underWay = new HashMap<>();

    HostLimiter(List<PollerEntry> entries, int mostPerHost) {
        this.waiting = new ArrayList<>(entries);
        this.mostPerHost = mostPerHost;
    }

    /** The next poller whose server isn't busy, to be given back by {@link #done}; waits for one; empty when none is left. */
    synchronized Optional<PollerEntry> take() throws InterruptedException {
        while (!waiting.isEmpty()) {
            for (int i = 0; i < waiting.size(); i++) {
                String host = host(waiting.get(i));
                if (underWay.getOrDefault(host, 0) < mostPerHost) {
                    underWay.merge(host, 1, Integer::sum);
                    return Optional.of(waiting.remove(i));
                }
            }
            wait();
        }
        return Optional.empty();
    }

    /** A poller is done with. */
    synchronized void done(PollerEntry entry) {
        underWay.merge(host(entry), -1, Integer::sum);
        notifyAll();
    }

    /** Items without a host don't connect anywhere. */
    private static String host(PollerEntry entry) {
        return entry.poller().map(Poller::host).orElseGet(() -> "invalid " + entry.pollerId());
    }
}
