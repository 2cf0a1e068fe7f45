package dev.imappoller.bench.net;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** How long a round trip through a {@link Link} really takes, its own work and the timers' rounding included. */
public final class Echo {
    private static final int TIMES = 50;
    private static final double NANOS_PER_MILLI = 1e6;

    private Echo() {}

    public static double roundTripMillis(Vertx vertx, int wantedMillis) {
        NetServer server = Blocking.await(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(socket::write))
                .listen(0, "127.0.0.1"));
        try (Link link = new Link(vertx, server.actualPort())) {
            link.reset(wantedMillis);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
                socket.setTcpNoDelay(true);
                ping(socket);
                long start = System.nanoTime();
                for (int time = 0; time < TIMES; time++) {
                    ping(socket);
                }
                return (System.nanoTime() - start) / NANOS_PER_MILLI / TIMES;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Blocking.await(server.close());
        }
    }

    private static void ping(Socket socket) throws IOException {
        socket.getOutputStream().write('x');
        if (socket.getInputStream().read() < 0) {
            throw new IOException("the echo ended");
        }
    }
}
