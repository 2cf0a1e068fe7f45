package dev.imappoller.imap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * The socket beneath one IMAP session, and how far it got. Angus Mail is given the address that the target guard has checked; the
 * name that the person wrote is put back here, for SNI and for the check of the certificate's name.
 */
final class Connection implements Closeable {
    private final String name;
    private final TlsContexts contexts;
    private Optional<SSLContext> context = Optional.empty();
    private volatile Socket socket = new Socket();
    private volatile boolean closed;
    private volatile Progress progress = Progress.CONNECTING;

    /** How far a session got before it failed. */
    enum Progress {
        CONNECTING,
        TLS_HANDSHAKE,
        LOGIN,
        LOGGED_IN
    }

    /** @param contexts for its TLS, if there is any */
    Connection(String name, TlsContexts contexts) {
        this.name = name;
        this.contexts = contexts;
    }

    Progress progress() {
        return progress;
    }

    void reached(Progress milestone) {
        progress = milestone;
    }

    /** Ends the session from any thread, without a word to the server. */
    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        giveBack();
    }

    /** From now on another connection may use it. */
    private synchronized void giveBack() {
        context.ifPresent(used -> contexts.giveBack(name, used));
        context = Optional.empty();
    }

    private synchronized SSLSocketFactory tls() {
        SSLContext mine = context.orElseGet(() -> contexts.take(name));
        context = Optional.of(mine);
        return mine.getSocketFactory();
    }

    private Socket watch(Socket made) throws IOException {
        socket = made;
        if (closed) {
            made.close();
        }
        return made;
    }

    /** For {@code mail.imap.socketFactory}: sockets that this connection can close. */
    SocketFactory sockets() {
        return new PlainSockets();
    }

    /** For {@code mail.imap.ssl.socketFactory}: TLS to the host's name, whatever address it is connected to. */
    SSLSocketFactory tlsSockets() {
        return new TlsSockets();
    }

    private final class PlainSockets extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            return watch(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private final class TlsSockets extends SSLSocketFactory {
        @Override
        public Socket createSocket(Socket connected, String address, int port, boolean autoClose) throws IOException {
            watch(connected);
            progress = Progress.TLS_HANDSHAKE;
            return tls().createSocket(connected, name, port, autoClose);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls().getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
