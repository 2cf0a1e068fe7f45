package dev.imappoller.imap;

import dev.imappoller.poller.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.util.MailLogger;

/** Angus Mail's IMAP protocol without the round trips that a poller can do without, which tells of its steps. */
final class SessionProtocol extends IMAPProtocol {
    /** The property that holds the {@link Connection}: Angus Mail speaks while it constructs, before there are fields. */
    static final String CONNECTION = "dev.imappoller.connection";

    /** What stands before a greeting's own words; capabilities are told by themselves. */
    private static final Pattern GREETING = Pattern.compile("^\\* (OK|PREAUTH) (\\[CAPABILITY [^\\]]*\\] ?)?");

    private static final Set<String> MATTERING = Set.of("LOGINDISABLED", "SASL-IR", "STARTTLS", "UTF8=ONLY");

    // Without values, which would replace what they got while the superclass was constructed.
    private boolean loggedIn;
    private boolean greeted;
    private boolean selected;

    SessionProtocol(String name, String host, int port, Properties properties, boolean tls, MailLogger logger)
            throws IOException, ProtocolException {
        super(name, host, port, properties, tls, logger);
    }

    @Override
    public Response readResponse() throws IOException, ProtocolException {
        if (!greeted) {
            greeted = true;
            connection().awaitGreeting();
        }
        return selected ? FetchAnswer.of(new IMAPResponse(this)) : super.readResponse();
    }

    /** A mailbox is selected: from now on FETCH is read by {@link FetchAnswer}, which Angus Mail's folders know nothing of. */
    void selected() {
        selected = true;
    }

    @Override
    protected void processGreeting(Response greeting) throws ProtocolException {
        super.processGreeting(greeting);
        connection()
                .steps()
                .done(() -> "It said: "
                        + words(GREETING.matcher(greeting.toString()).replaceFirst("")) + ".");
    }

    @Override
    public void startTLS() throws ProtocolException {
        super.startTLS();
        connection().tellTls();
    }

    /** Tells what is known of the server before the login, and that the login begins. */
    void tellBeforeLogin() {
        if (!isSSL()) {
            connection().steps().begin(Step.TLS);
            connection()
                    .steps()
                    .done(
                            () -> connection().poller().host()
                                    + " offers no STARTTLS, and allowPlaintext is true: the login and all mail go in plain text.");
        }
        connection().steps().begin(Step.CAPABILITIES);
        connection().steps().done(this::capabilityWords);
        connection().steps().begin(Step.LOGIN);
    }

    @Override
    public void login(String user, String password) throws ProtocolException {
        connection().loginBy("LOGIN");
        super.login(user, password);
    }

    @Override
    public synchronized void authlogin(String user, String password) throws ProtocolException {
        connection().loginBy("AUTHENTICATE LOGIN");
        super.authlogin(user, password);
    }

    @Override
    public synchronized void authoauth2(String user, String token) throws ProtocolException {
        connection().loginBy("AUTHENTICATE XOAUTH2");
        super.authoauth2(user, token);
    }

    /** In one round trip where the server takes an initial response (SASL-IR, RFC 4959), in two elsewhere. */
    @Override
    public synchronized void authplain(String authorization, String user, String password) throws ProtocolException {
        connection().loginBy("AUTHENTICATE PLAIN");
        if (!hasCapability("SASL-IR")) {
            super.authplain(authorization, user, password);
            return;
        }
        String response = (authorization == null ? "" : authorization) + "\0" + user + "\0" + password;
        String encoded = Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8));
        Response[] responses;
        suspendTracing();
        try {
            responses = command("AUTHENTICATE PLAIN " + encoded, null);
        } finally {
            resumeTracing();
        }
        handleCapabilityResponse(responses);
        Response result = responses[responses.length - 1];
        handleLoginResult(result);
        setCapabilities(result);
        loggedIn = true;
    }

    @Override
    public boolean isAuthenticated() {
        return loggedIn || super.isAuthenticated();
    }

    /** Angus Mail asks again after a login that announced none; nothing that is done then depends on them. */
    @Override
    public void capability() throws ProtocolException {
        if (!isAuthenticated()) {
            connection().steps().begin(Step.CAPABILITIES);
            super.capability();
        }
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
                .map(offered -> words(offered.getValue()))
                .sorted()
                .limit(20)
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
