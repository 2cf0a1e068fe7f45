package dev.imappoller.imap.connection;

import dev.imappoller.imap.connection.Connection.Progress;
import dev.imappoller.imap.pipeline.ServerQuirks;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Security;
import dev.imappoller.poller.status.CheckStep;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/** Angus Mail's IMAP store with one connection, time-outs everywhere, and a record of how far it got. */
public final class PolledStore extends IMAPStore {
    /**
     * How long to wait for a server, each above zero. Reads count from the last octet that came, so one that says anything is waited for on
     * and on, until the run ends.
     *
     * @param connect a host that is up answers within a second, from anywhere; a longer wait would keep the pass from its next address
     * @param greeting for each read until there is a session: a server that is up greets, and says what it can, within a second or two
     * @param login for each read of the login, which some servers delay on purpose, or ask others for
     * @param ahead for an answer while none of several commands that select a mailbox is answered: some servers hang over commands that are sent
     *     ahead. The mailbox is selected again then, with one command at a time; so one that is merely slow loses this time
     * @param search for each read while a mailbox is selected, searched and listed, which takes some servers minutes without a word where it is
     *     huge. The run's end comes before this one's; until then a server that hangs keeps its pass
     * @param work for each read from then on. Some get a message from slow storage for half a minute without a word; one that hangs keeps its
     *     pass, and the messages that are not marked yet, for so long
     * @param write for each write: commands are short, so a server that takes none for so long takes none any more
     */
    public record Timeouts(
            Duration connect,
            Duration greeting,
            Duration login,
            Duration ahead,
            Duration search,
            Duration work,
            Duration write) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofMinutes(15), // No function lives longer.
                Duration.ofSeconds(60),
                Duration.ofSeconds(15));

        /** @param read for each read, whatever it is for */
        public Timeouts(Duration connect, Duration read, Duration write) {
            this(connect, read, read, read, read, read, write);
        }
    }

    private final Connection connection;
    private final Timeouts timeouts;
    private final boolean tls;
    private final boolean token;
    private final ServerQuirks quirks;
    private @Nullable SessionProtocol protocol;

    public PolledStore(Poller poller, InetSocketAddress address, Connection connection, Settings settings) {
        super(
                settings.session(poller),
                new URLName("imap", address.getAddress().getHostAddress(), address.getPort(), null, null, null),
                "imap",
                poller.security() == Security.IMPLICIT_TLS);
        this.connection = connection;
        this.timeouts = settings.timeouts();
        this.quirks = settings.quirks();
        this.token = poller.login().isToken();
        this.tls = poller.security() == Security.IMPLICIT_TLS;
    }

    /** QUIRK: where a server doesn't offer XOAUTH2, Angus Mail would send the access token as a password. */
    @Override
    protected void preLogin(IMAPProtocol protocol) throws ProtocolException {
        connection.reached(Progress.LOGIN);
        connection.inflow().patience(timeouts.login());
        ((SessionProtocol) protocol).tellBeforeLogin();
        if (token && !protocol.hasCapability("AUTH=XOAUTH2")) {
            throw new ProtocolException("no login with a token");
        }
    }

    /** What is spoken once the login is over. */
    public SessionProtocol session() {
        connection.inflow().patience(timeouts.search(), timeouts.ahead(), timeouts.work());
        return Objects.requireNonNull(protocol);
    }

    /** With the session's properties and those of this one connection. */
    @Override
    protected IMAPProtocol newIMAPProtocol(String host, int port) throws IOException, ProtocolException {
        Properties properties = new Properties(session.getProperties());
        properties.put("mail.imap.executor.writetimeout", WriteTimeouts.EXECUTOR);
        properties.put("mail.imap.socketFactory", connection.sockets());
        properties.put("mail.imap.ssl.socketFactory", connection.tlsSockets());
        properties.setProperty("mail.imap.connectiontimeout", millis(timeouts.connect()));
        properties.setProperty("mail.imap.timeout", millis(timeouts.greeting()));
        properties.setProperty("mail.imap.writetimeout", millis(timeouts.write()));
        properties.put(SessionProtocol.CONNECTION, connection);
        properties.put(SessionProtocol.QUIRKS, quirks);
        connection.inflow().patience(timeouts.greeting());
        SessionProtocol made = new SessionProtocol("imap", host, port, properties, tls, logger);
        protocol = made;
        if (!tls) {
            // With STARTTLS this is the handshake. If the server has none, the error comes now.
            connection.steps().begin(CheckStep.TLS);
        }
        return made;
    }

    /** What connections have in common. A session looks for providers when it is made, which takes longer than a login. */
    public static final class Settings {
        private final Timeouts timeouts;
        private final ServerQuirks quirks;
        private final Map<Properties, Session> sessions = new ConcurrentHashMap<>();

        public Settings(Timeouts timeouts, ServerQuirks quirks) {
            this.timeouts = timeouts;
            this.quirks = quirks;
        }

        private Timeouts timeouts() {
            return timeouts;
        }

        /** What is known of servers from before. */
        public ServerQuirks quirks() {
            return quirks;
        }

        private Session session(Poller poller) {
            return sessions.computeIfAbsent(properties(poller), Session::getInstance);
        }
    }

    private static Properties properties(Poller poller) {
        Properties properties = new Properties();
        // Else a failed connection would be tried again without our factories, and so without our authorities.
        properties.setProperty("mail.imap.socketFactory.fallback", "false");
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        properties.setProperty("mail.imap.starttls.enable", "true");
        properties.setProperty("mail.imap.starttls.required", Boolean.toString(poller.security() == Security.STARTTLS));
        properties.setProperty("mail.imap.auth.mechanisms", poller.login().isToken() ? "XOAUTH2" : "PLAIN LOGIN");
        // A mailbox that can only be read is reported by us; Angus would send CLOSE, which this program never does.
        properties.setProperty("mail.imap.allowreadonlyselect", "true");
        return properties;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /** One thread for the write time-outs of all connections, made when the first connection is. */
    private static final class WriteTimeouts {
        static final ScheduledExecutorService EXECUTOR = executor();

        private static ScheduledExecutorService executor() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
                Thread thread = new Thread(work, "imap-write-timeout");
                thread.setDaemon(true);
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }
    }
}
