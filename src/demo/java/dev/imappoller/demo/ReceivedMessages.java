package dev.imappoller.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last messages that the demo's web app got, the newest first. */
final class ReceivedMessages {
    private static final int MOST = 20;

    private final Deque<ReceivedMessage> newestFirst = new ArrayDeque<>();

    synchronized void add(ReceivedMessage message) {
        newestFirst.addFirst(message);
        if (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
    }

    synchronized List<ReceivedMessage> all() {
        return List.copyOf(newestFirst);
    }
}
