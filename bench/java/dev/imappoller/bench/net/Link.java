package dev.imappoller.bench.net;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to the mail server, as long as told. Octets arrive half a round trip later, in order and not one after another,
 * so that the throughput is that of the machine. A new connection takes the round trips that TCP would take.
 */
public final class Link implements AutoCloseable {

    private final Vertx vertx;
    private final Later later = new Later();
    private final NetClient client;
    private final NetServer server;
    private final AtomicLong turns = new AtomicLong();
    private volatile int roundTripMillis;

    public Link(Vertx vertx, int target) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.server = Blocking.await(
                vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(1024))
                        .connectHandler(near -> connect(near, target))
                        .listen(0, "127.0.0.1"));
    }

    public int port() {
        return server.actualPort();
    }

    /** Begins to count anew; new connections have this round trip, an even number of milliseconds. */
    public void reset(int millis) {
        roundTripMillis = millis;
        turns.set(0);
    }

    /**
     * Client turns of all connections: how often a client sent octets after the server had sent some. With TLS, the
     * handshake's turn is one of them.
     */
    public long turns() {
        return turns.get();
    }

    @Override
    public void close() {
        Blocking.await(server.close());
        Blocking.await(client.close());
        later.close();
    }

    private void connect(NetSocket near, int target) {
        int oneWay = roundTripMillis / 2;
        near.pause();
        // SYN, SYN-ACK and ACK: the server knows of the connection after three ways.
        Context eventLoop = vertx.getOrCreateContext();
        later.after(
                3 * oneWay,
                eventLoop,
                () -> client.connect(target, "127.0.0.1")
                        .onSuccess(far -> join(eventLoop, near, far, oneWay))
                        .onFailure(e -> near.close()));
    }

    private void join(Context eventLoop, NetSocket near, NetSocket far, int oneWay) {
        AtomicBoolean heard = new AtomicBoolean();
        new OneWay(later, eventLoop, near, far, oneWay)
                .start(
                        () -> {
                            if (heard.getAndSet(false)) {
                                turns.incrementAndGet();
                            }
                        },
                        () -> {});
        new OneWay(later, eventLoop, far, near, oneWay).start(() -> {}, () -> heard.set(true));
    }
}
