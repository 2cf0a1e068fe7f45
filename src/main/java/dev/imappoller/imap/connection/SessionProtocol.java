package dev.imappoller.imap.connection;

import dev.imappoller.imap.answer.FetchAnswer;
import dev.imappoller.imap.inflow.ConnectionInput;
import dev.imappoller.imap.inflow.FloodException;
import dev.imappoller.imap.inflow.ResponseLimit;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.imap.pipeline.Pipelining;
import dev.imappoller.imap.pipeline.ServerQuirks;
import dev.imappoller.poller.status.CheckStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.util.MailLogger;

/** Angus Mail's IMAP protocol without the round trips that a poller can do without, which tells of its steps. */
public final class SessionProtocol extends IMAPProtocol {
    /** The property that holds the {@link Connection}: Angus Mail speaks while it constructs, before there are fields. */
    static final String CONNECTION = "dev.imappoller.connection";

    /** The property that holds the {@link ServerQuirks}. */
    static final String QUIRKS = "dev.imappoller.quirks";

    private static final String OAUTHBEARER = "AUTH=OAUTHBEARER";

    private static final Set<String> MATTERING = Set.of("LOGINDISABLED", "SASL-IR", "STARTTLS", "UTF8=ONLY");

    // Without values, which would replace what they got while the superclass was constructed.
    private boolean loggedIn;
    private boolean greeted;

    /** QUIRK: Angus Mail traces all that is sent to the log, where that shows its finest lines: passwords too. Here nothing is traced. */
    SessionProtocol(String name, String host, int port, Properties properties, boolean tls, MailLogger logger)
            throws IOException, ProtocolException {
        super(name, host, port, properties, tls, logger);
        suspendTracing();
    }

    /** Angus Mail's own takes lines and literals of any length. */
    @Override
    protected ResponseInputStream getInputStream() {
        return inflow().reader();
    }

    /** What is spoken after the login. Made here, so that a function that reads no mail needn't load this class to be verified. */
    public Pipeline pipeline(Pipelining pipelining) {
        return new Pipeline(this, this::write, inflow(), pipelining);
    }

    /** What comes in from the server. */
    public ConnectionInput inflow() {
        return connection().inflow();
    }

    /** @throws ProtocolException if that can't be read as IMAP; what comes behind it can */
    @Override
    public Response readResponse() throws IOException, ProtocolException {
        if (!greeted) {
            greeted = true;
            connection().awaitGreeting();
        }
        try {
            return FetchAnswer.of(new IMAPResponse(this));
        } catch (FloodException e) {
            throw flooded(e);
        } catch (RuntimeException e) {
            throw new ProtocolException("unreadable", e);
        }
    }

    @Override
    public synchronized Response[] command(String command, Argument args) {
        inflow().renew(ResponseLimit.Phase.KEPT);
        return super.command(command, args);
    }

    @Override
    protected void processGreeting(Response greeting) throws ProtocolException {
        super.processGreeting(greeting);
        connection().steps().done(() -> "It said: " + words(greetingWords(greeting.toString())) + ".");
    }

    /** A greeting's own words; capabilities are told by themselves. */
    private static String greetingWords(String greeting) {
        String text = greeting.substring(greeting.indexOf(' ') + 1).strip();
        String rest = text.substring(text.indexOf(' ') + 1).strip();
        boolean code = rest.regionMatches(true, 0, "[CAPABILITY", 0, "[CAPABILITY".length());
        return code ? rest.substring(rest.indexOf(']') + 1).strip() : rest;
    }

    @Override
    public void startTLS() throws ProtocolException {
        super.startTLS();
        suspendTracing(); // Of the streams over TLS.
        connection().know(null); // Capabilities that came in plain text may be forged.
        connection().tellTls();
    }

    /** Tells what is known of the server before the login, and that the login begins. */
    void tellBeforeLogin() {
        if (!isSSL()) {
            connection().steps().begin(CheckStep.TLS);
            connection()
                    .steps()
                    .done(
                            () -> connection().poller().host()
                                    + " offers no STARTTLS, and allowPlaintext is true: the login and all mail go in plain text.");
        }
        connection().steps().begin(CheckStep.CAPABILITIES);
        connection().steps().done(this::capabilityWords);
        connection().steps().begin(CheckStep.LOGIN);
    }

    /** In UTF-8, as literals where there is more than ASCII. QUIRK: Angus Mail's own keeps the low octet of each character. */
    @Override
    public void login(String user, String password) throws ProtocolException {
        connection().loginBy("LOGIN");
        Argument args = new Argument();
        args.writeString(user, StandardCharsets.UTF_8);
        args.writeString(password, StandardCharsets.UTF_8);
        Response[] responses = command("LOGIN", args);
        handleCapabilityResponse(responses);
        Arrays.stream(responses).forEach(overheard()::take);
        loggedIn(responses[responses.length - 1]);
    }

    @Override
    public synchronized void authlogin(String user, String password) throws ProtocolException {
        connection().loginBy("AUTHENTICATE LOGIN");
        loggedIn(new Sasl(this, "LOGIN", List.of(user, password)).answersOnly());
    }

    @Override
    public synchronized void authoauth2(String user, String token) throws ProtocolException {
        TokenLogin login = new TokenLogin(connection().poller(), isAnnounced(OAUTHBEARER));
        connection().loginBy("AUTHENTICATE " + login.mechanism());
        loggedIn(new Sasl(this, login.mechanism(), List.of(login.response()), login.farewell()).begin());
    }

    /** QUIRK: some servers offer AUTH=PLAIN and refuse it, where LOGIN works. */
    @Override
    public synchronized void authplain(String authorization, String user, String password) throws ProtocolException {
        PlainLogin login = new PlainLogin(
                (ServerQuirks) Optional.ofNullable(props.get(QUIRKS)).orElseThrow(),
                connection().poller(),
                hasCapability("LOGINDISABLED"));
        login.make(() -> plain(user, password), () -> login(user, password));
    }

    private void plain(String user, String password) throws ProtocolException {
        connection().loginBy("AUTHENTICATE PLAIN");
        loggedIn(new Sasl(this, "PLAIN", List.of("\0" + user + "\0" + password)).begin());
    }

    private void loggedIn(Response result) throws ProtocolException {
        handleLoginResult(result);
        if (!result.isOK()) {
            throw new ProtocolException(result);
        }
        setCapabilities(result);
        loggedIn = true;
    }

    /** The server sent more than it may. */
    FloodException flooded(FloodException how) {
        inflow().flooded(how);
        return how;
    }

    /** What is said in the login besides its result. */
    Overheard overheard() {
        return connection().overheard();
    }

    /** For {@link Sasl}: what is read now is kept until it is whole. */
    void beginLogin() {
        inflow().renew(ResponseLimit.Phase.KEPT);
    }

    /** For {@link Sasl} and {@link Pipeline}: one octet a character. */
    void write(String line) throws IOException {
        getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        getOutputStream().flush();
    }

    @Override
    public boolean isAuthenticated() {
        return loggedIn || super.isAuthenticated();
    }

    /** Only where none are known: Angus Mail asks again after a login that announced none, and nothing that is done then needs that. */
    @Override
    public void capability() throws ProtocolException {
        if (connection().capabilities().isPresent()) {
            return;
        }
        connection().steps().begin(CheckStep.CAPABILITIES);
        Response[] responses = command("CAPABILITY", new Argument());
        // If the command is refused, no capabilities are known, and the basic ones are enough.
        connection().know(new HashMap<>());
        handleCapabilityResponse(responses);
        if (responses[responses.length - 1].isBYE()) {
            handleResult(responses[responses.length - 1]);
        }
    }

    @Override
    public void handleCapabilityResponse(Response[] responses) {
        Map<String, String> told = new HashMap<>();
        for (Response response : responses) {
            Capabilities.ofResponse(response.toString()).ifPresent(told::putAll);
        }
        if (!told.isEmpty()) {
            connection().know(told);
        }
    }

    @Override
    protected void setCapabilities(Response response) {
        Capabilities.ofCode(response.toString()).ifPresent(connection()::know);
    }

    /** QUIRK: XOAUTH2 is the only login with a token that Angus Mail looks for. */
    @Override
    public boolean hasCapability(String name) {
        return isAnnounced(name) || name.equals("AUTH=XOAUTH2") && isAnnounced(OAUTHBEARER);
    }

    private boolean isAnnounced(String name) {
        return connection()
                .capabilities()
                .filter(known -> known.containsKey(name.toUpperCase(Locale.ROOT)))
                .isPresent();
    }

    @Override
    public Map<String, String> getCapabilities() {
        return connection().capabilities().orElseGet(HashMap::new);
    }

    /** Angus Mail enables UTF8=ACCEPT (RFC 6855) wherever it can; it is needed only where nothing else is spoken. */
    @Override
    public void enable(String capability) throws ProtocolException {
        if (hasCapability("UTF8=ONLY")) {
            super.enable(capability);
        }
    }

    /** Those of a server's capabilities that this program does something about. */
    private String capabilityWords() {
        String known = getCapabilities().entrySet().stream()
                .filter(offered -> MATTERING.contains(offered.getKey())
                        || offered.getKey().startsWith("AUTH=")
                        || offered.getKey().startsWith("IMAP4"))
                .map(Map.Entry::getValue)
                .sorted()
                .limit(20)
                .map(this::words)
                .collect(Collectors.joining(" "));
        return (known.isEmpty() ? "None that matters" : known) + ".";
    }

    private String words(String text) {
        return ConnectFailures.words(connection().poller(), text);
    }

    private Connection connection() {
        return Optional.ofNullable((Connection) props.get(CONNECTION)).orElseThrow();
    }
}
