package dev.imappoller.imap.pipeline;

import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Poller;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known about servers, so that it need not be found out again at each poll. */
public final class ServerQuirks {
    /** More than are polled by any one function; those that were not met for the longest time are forgotten. */
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Pipelining> pipelining = remembered();
    private final Map<String, Way> logins = remembered();

    public ServerQuirks(Clock clock) {
        this.clock = clock;
    }

    /** How to log in with a password where AUTHENTICATE PLAIN is offered. */
    public enum Way {
        /** By PLAIN, and if that is refused by LOGIN. */
        EITHER,

        /** Both were refused the last time: by PLAIN alone. */
        PLAIN_ALONE,

        /** By LOGIN alone, since PLAIN was refused the last time. */
        LOGIN_ALONE
    }

    /** What is known of how far ahead a poller's server takes commands. */
    public synchronized Pipelining pipelining(Poller poller) {
        return pipelining.computeIfAbsent(NoPipelining.server(poller), server -> new Pipelining(server, clock));
    }

    /** @param account server, username and password, in any form that tells one from another */
    public synchronized Way login(String account) {
        return logins.getOrDefault(account, Way.EITHER);
    }

    /** An account has logged in this way. */
    public synchronized void login(String account, Way way) {
        logins.put(account, way);
    }

    private static <V> Map<String, V> remembered() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST;
            }
        };
    }
}
