package dev.imappoller.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback and can spoil what goes through it. It may also be the TLS side of
 * a server that speaks plain text.
 */
public final class TcpProxy implements AutoCloseable {

    /** Decides what becomes of the bytes that go one way on one connection. */
    @FunctionalInterface
    public interface Fault {

        /** Passes everything on at once. */
        Fault NONE = (connection, bytes, onward) -> {
            onward.send(bytes);
            return true;
        };

        /**
         * Passes bytes on, or doesn't.
         *
         * @param connection counts from 1
         * @return false to reset the connection on both sides
         */
        boolean pass(int connection, byte[] bytes, Onward onward) throws IOException;
    }

    /** Where the bytes go. */
    @FunctionalInterface
    public interface Onward {
        /** Sends them right away. */
        void send(byte[] bytes) throws IOException;
    }

    private final int target;
    private final Listener listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault toServer = Fault.NONE;
    private volatile Fault toClient = Fault.NONE;

    private TcpProxy(int target, Optional<TlsServer> tls) {
        this.target = target;
        this.listener = new Listener("proxy", tls, this::connect);
    }

    /** Passes all bytes on as they are. */
    public static TcpProxy to(int port) {
        return new TcpProxy(port, Optional.empty());
    }

    /** Takes TLS off: the client sees the certificate, the server at the port sees plain text. */
    public static TcpProxy tlsTo(int port, Identity identity) {
        return tlsTo(port, TlsServer.with(identity));
    }

    /** The same with TLS as one likes. */
    public static TcpProxy tlsTo(int port, TlsServer tls) {
        return new TcpProxy(port, Optional.of(tls));
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    /** What happens from now on to the client's bytes. */
    public TcpProxy toServer(Fault fault) {
        toServer = fault;
        return this;
    }

    /** What happens from now on to the server's bytes. */
    public TcpProxy toClient(Fault fault) {
        toClient = fault;
        return this;
    }

    /** Resets all connections that are open now; new ones are welcome. */
    public void cutAll() {
        List.copyOf(open).forEach(Listener::reset);
    }

    @Override
    public void close() {
        listener.close();
        cutAll();
    }

    private void connect(Wire client) throws IOException {
        int number = connections.incrementAndGet();
        try (Socket server = new Socket(Ports.LOOPBACK, target)) {
            server.setTcpNoDelay(true);
            open.add(server);
            open.add(client.socket());
            Thread upstream =
                    new Thread(() -> pump(number, true, client.in(), server, client.socket()), "proxy-up-" + number);
            upstream.setDaemon(true);
            upstream.start();
            pumpDown(number, server, client);
            open.remove(server);
            open.remove(client.socket());
        }
    }

    private void pumpDown(int number, Socket server, Wire client) throws IOException {
        copy(number, false, server.getInputStream(), client.out(), List.of(server, client.socket()));
        client.close();
    }

    private void pump(int number, boolean up, InputStream in, Socket server, Socket client) {
        try (server) {
            copy(number, up, in, server.getOutputStream(), List.of(server, client));
        } catch (IOException e) {
            // The other direction ends by the closed socket.
            return;
        }
    }

    private void copy(int number, boolean up, InputStream in, OutputStream out, List<Socket> sockets) {
        Onward onward = bytes -> {
            out.write(bytes);
            out.flush();
        };
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, read);
                if (!(up ? toServer : toClient).pass(number, bytes, onward)) {
                    sockets.forEach(Listener::reset);
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone; closing tells the other.
            return;
        }
    }
}
