package dev.imappoller.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections on a loopback port, each served by a thread of its own. */
final class Listener implements AutoCloseable {

    /** Serves a connection; the connection is closed when this returns or throws. */
    @FunctionalInterface
    interface Handler {
        void serve(Wire wire) throws IOException;
    }

    private static final int BACKLOG = 200;

    private final String name;
    private final Optional<TlsServer> tls;
    private final Handler handler;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    Listener(String name, Optional<TlsServer> tls, Handler handler) {
        this.name = name;
        this.tls = tls;
        this.handler = handler;
        try {
            this.server = new ServerSocket(0, BACKLOG, Ports.LOOPBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::acceptAll, name + "-accept");
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections were accepted, those included whose TLS handshake failed. */
    int connections() {
        return connections.get();
    }

    /** Closes a socket so that the other side sees a reset. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Listener::reset);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                daemon(() -> serve(socket), name + "-" + connections.incrementAndGet());
            } catch (IOException e) {
                // Closed, or the client went away in between: the loop's condition tells.
                continue;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            try (Wire wire = new Wire(socket, tls.isPresent() ? tls.get().handshake(socket) : socket)) {
                handler.serve(wire);
            }
        } catch (IOException e) {
            // The client went away, or refused the certificate: part of what the tests try.
            return;
        } finally {
            open.remove(socket);
        }
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
