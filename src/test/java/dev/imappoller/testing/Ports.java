package dev.imappoller.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Loopback ports: free ones for servers, and closed ones that refuse every connection. */
public final class Ports {

    static final InetAddress LOOPBACK = address("127.0.0.1");

    /** Bound but not listening: nobody else gets the port, and whoever connects is refused. */
    private static final List<Socket> RESERVED = new CopyOnWriteArrayList<>();

    private Ports() {}

    /** A port that was free a moment ago. Another process may take it, so whoever starts a server on it tries again. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that refuses connections until this process ends. */
    public static int closed() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(LOOPBACK, 0));
            RESERVED.add(socket);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something accepts connections on the port. */
    public static boolean isOpen(int port) {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
