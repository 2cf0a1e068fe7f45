package dev.imappoller.imap;

import java.util.LinkedHashMap;
import java.util.Map;

/** What this process has learned of servers, so that it is found out once and not at each poll. */
final class Habits {
    /** More than are polled by any one function; those that were not met for the longest time are forgotten. */
    private static final int MOST = 10_000;

    private final Map<String, Pipelining> pipelining = remembered();
    private final Map<String, Way> logins = remembered();

    /** How to log in with a password where AUTHENTICATE PLAIN is offered. */
    enum Way {
        PLAIN,

        /** PLAIN was refused as a wrong password is: LOGIN is tried the next time in its place, so that it costs no refusal more. */
        LOGIN_NEXT,

        LOGIN,

        /** LOGIN was refused as well. */
        PLAIN_ALONE
    }

    synchronized Pipelining pipelining(String host, int port) {
        return pipelining.computeIfAbsent(host + ":" + port, server -> new Pipelining(System::nanoTime));
    }

    /** @param account host, username and password, in any form that tells one from another */
    synchronized Way login(String account) {
        return logins.getOrDefault(account, Way.PLAIN);
    }

    synchronized void login(String account, Way way) {
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
