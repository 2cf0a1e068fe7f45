package dev.imappoller.imap.connection;

import dev.imappoller.imap.inflow.ConnectionInput;
import dev.imappoller.imap.inflow.FloodException;
import dev.imappoller.imap.inflow.LargeAnswerReserve;
import dev.imappoller.net.CipherSuites;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Security;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.ConnectionFailures;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket beneath one IMAP session, how far it got, and who is told of that. Angus Mail is given the address that the target guard has checked; the
 * name that the person wrote is put back here, for SNI and for the check of the certificate's name.
 */
public final class Connection implements Closeable {
    private final Poller poller;
    private final TlsContexts contexts;
    private final CheckListener steps;
    private @Nullable SSLContext context;
    private @Nullable Map<String, String> capabilities;
    private volatile Socket socket = new Socket();
    private volatile @Nullable SSLSocket secured;
    private volatile boolean closed;
    private final ConnectionInput inflow;
    private volatile Progress progress = Progress.CONNECTING;
    private volatile String mechanism = "";
    private final Overheard overheard = new Overheard();

    /** How far a session got before it failed. */
    public enum Progress {
        CONNECTING,
        TLS_HANDSHAKE,
        LOGIN,
        LOGGED_IN
    }

    /**
     * @param contexts for its TLS, if there is any
     * @param reserve for answers that are larger than most
     */
    public Connection(Poller poller, TlsContexts contexts, LargeAnswerReserve reserve, CheckListener steps) {
        this.inflow = new ConnectionInput(reserve, this::current);
        this.poller = poller;
        this.contexts = contexts;
        this.steps = steps;
    }

    Poller poller() {
        return poller;
    }

    /** What the server says that it can, in capitals; empty while nobody has asked, and after STARTTLS. */
    Optional<Map<String, String>> capabilities() {
        return Optional.ofNullable(capabilities);
    }

    /** @param told null if it is to be asked again */
    void know(@Nullable Map<String, String> told) {
        capabilities = told;
    }

    /** Who is told of how far it is. */
    public CheckListener steps() {
        return steps;
    }

    /** What comes in from the server. */
    public ConnectionInput inflow() {
        return inflow;
    }

    /** What failed, if that was a server that sent more than it may. */
    public Optional<Failure> flood(Throwable cause) {
        return Stream.of(Optional.of(cause), Optional.ofNullable(cause.getCause()))
                .flatMap(Optional::stream)
                .filter(FloodException.class::isInstance)
                .findFirst()
                .map(FloodException.class::cast)
                .or(inflow::flood)
                .map(how ->
                        ConnectionFailures.flooded(poller, ForeignText.of(how).shown(Masking.of(poller))));
    }

    /** The TLS handshake is over: reports its result. */
    void tellTls() {
        SSLSocket made = secured;
        if (made != null) {
            steps.done(() -> TlsSummary.of(made.getSession()));
        }
    }

    /** The greeting is waited for, with implicit TLS after its handshake. */
    void awaitGreeting() {
        tellTls();
        steps.begin(CheckStep.GREETING);
    }

    /** What the server says in the login besides its result. */
    public Overheard overheard() {
        return overheard;
    }

    /** How far the connection has come. */
    public Progress progress() {
        return progress;
    }

    /** The connection has come so far. */
    public void reached(Progress milestone) {
        progress = milestone;
    }

    /** In the protocol's words. */
    void loginBy(String command) {
        mechanism = command;
    }

    /** Tells whoever listens that the login went well. */
    public void tellLogin() {
        steps.begin(CheckStep.LOGIN);
        steps.done(() -> mechanism.isEmpty()
                ? "The server needed no login (PREAUTH)."
                : "Logged in as " + poller.username() + " by " + mechanism + ".");
    }

    /** Ends the session from any thread, without a word to the server. */
    @Override
    public void close() throws IOException {
        closed = true;
        inflow.leave(); // Before the thread that reads notices.
        socket.close();
        inflow.close();
        giveBack();
    }

    /** Gives the TLS context back for other connections. */
    private synchronized void giveBack() {
        if (context != null) {
            contexts.giveBack(poller.host(), context);
            context = null;
        }
    }

    private synchronized SSLSocketFactory tls() {
        if (context == null) {
            context = contexts.take(poller.host());
        }
        return context.getSocketFactory();
    }

    private Socket current() {
        SSLSocket inTls = secured;
        return inTls == null ? socket : inTls;
    }

    private Socket watch(Socket made) throws IOException {
        socket = made;
        if (closed) {
            made.close();
        } else {
            made.setTcpNoDelay(
                    true); // A command that is sent ahead must not wait until the one before it is acknowledged.
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
            return watch(new ToldSocket());
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

    private void tellConnected(Socket connected) {
        steps.done(() ->
                "Connected to " + connected.getInetAddress().getHostAddress() + " port " + connected.getPort() + ".");
    }

    /** Tells when it is connected, which its user never does. */
    private final class ToldSocket extends Socket {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            super.connect(address, timeout);
            tellConnected(this);
        }
    }

    private final class TlsSockets extends SSLSocketFactory {
        @Override
        public Socket createSocket(Socket connected, String address, int port, boolean autoClose) throws IOException {
            watch(connected);
            progress = Progress.TLS_HANDSHAKE;
            if (poller.security() == Security.IMPLICIT_TLS) {
                tellConnected(connected); // Angus Mail made and connected it by itself.
            }
            steps.begin(CheckStep.TLS);
            Socket made = tls().createSocket(connected, poller.host(), port, autoClose);
            inflow.startAfresh(); // What came in plain text before TLS counts for nothing.
            if (made instanceof SSLSocket inTls) {
                inTls.setEnabledCipherSuites(CipherSuites.offered().toArray(String[]::new));
                secured = inTls;
            }
            return made;
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
