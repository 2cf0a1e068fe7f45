package dev.imappoller.bench.net;

import dev.imappoller.bench.set.MailSet;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** One direction of a connection: what is read from one side is written to the other a while later. */
final class OneWay {

    /** So much may be under way, as with a TCP window. */
    private static final int WINDOW = 8 * MailSet.MIB;

    private final Later later;
    private final Context eventLoop;
    private final NetSocket from;
    private final NetSocket to;
    private final int delayMillis;
    private int underWay;
    private boolean full;

    OneWay(Later later, Context eventLoop, NetSocket from, NetSocket to, int delayMillis) {
        this.later = later;
        this.eventLoop = eventLoop;
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
            later.after(delayMillis, eventLoop, () -> {
                arrived.run();
                arrive(octets);
            });
        });
        from.exceptionHandler(e -> to.close());
        from.closeHandler(end -> later.after(delayMillis, eventLoop, to::close));
        to.drainHandler(drained -> control());
        from.resume();
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
