package dev.imappoller.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** One direction of a connection: what is read from one side is written to the other a while later. */
final class OneWay {

    /** So much may be under way, as with a TCP window. */
    private static final int WINDOW = 8 * MailSet.MIB;

    private final Vertx vertx;
    private final NetSocket from;
    private final NetSocket to;
    private final int delayMillis;
    private int underWay;
    private boolean full;

    OneWay(Vertx vertx, NetSocket from, NetSocket to, int delayMillis) {
        this.vertx = vertx;
        this.from = from;
        this.to = to;
        this.delayMillis = delayMillis;
    }

    /**
     * Begins.
     *
     * @param left run when octets leave the one side
     * @param arrived run when octets reach the other
     */
    void start(Runnable left, Runnable arrived) {
        from.handler(octets -> {
            left.run();
            underWay += octets.length();
            control();
            // Timers of the same length on one event loop end in the order in which they began.
            after(vertx, delayMillis, () -> {
                arrived.run();
                arrive(octets);
            });
        });
        from.exceptionHandler(e -> to.close());
        from.closeHandler(end -> after(vertx, delayMillis, to::close));
        to.drainHandler(drained -> control());
        from.resume();
    }

    /** Runs it now or later on the same event loop. */
    static void after(Vertx vertx, int millis, Runnable action) {
        if (millis == 0) {
            action.run();
        } else {
            vertx.setTimer(millis, timer -> action.run());
        }
    }

    private void arrive(Buffer octets) {
        underWay -= octets.length();
        to.write(octets);
        control();
    }

    private void control() {
        boolean nowFull = underWay > WINDOW || to.writeQueueFull();
        if (nowFull != full) {
            full = nowFull;
            if (full) {
                from.pause();
            } else {
                from.resume();
            }
        }
    }
}
