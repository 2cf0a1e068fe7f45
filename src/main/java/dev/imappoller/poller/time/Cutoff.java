package dev.imappoller.poller.time;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.ConnectionFailures;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Closes what a pass has open when the run's time is up: the only way to end a read from a server that drips. */
public final class Cutoff {
    private final List<Closeable> open = new ArrayList<>();
    private boolean cut;

    /** Closes this at the cut, or at once if that has come already. */
    public void onCut(Closeable connection) {
        synchronized (this) {
            if (!cut) {
                open.add(connection);
                return;
            }
        }
        close(connection);
    }

    /** Whether the time is up. A failure after that comes from the cut. */
    public synchronized boolean isCut() {
        return cut;
    }

    /** Closes all that is open, and whatever is opened later. */
    public void cut() {
        List<Closeable> toClose;
        synchronized (this) {
            cut = true;
            toClose = List.copyOf(open);
            open.clear();
        }
        toClose.forEach(Cutoff::close);
    }

    /** What a failure means: after the cut, whatever it was, it was the cut. */
    public Failure orElse(Failure failure, Poller poller) {
        return isCut() ? timeIsUp(poller) : failure;
    }

    /** Why a pass failed that was cut. */
    public static Failure timeIsUp(Poller poller) {
        return ConnectionFailures.cut(poller);
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // Nothing more can be done to close it.
        }
    }
}
