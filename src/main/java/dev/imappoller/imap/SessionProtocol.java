package dev.imappoller.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;

/** Angus Mail's IMAP protocol without the round trips that a poller can do without. */
final class SessionProtocol extends IMAPProtocol {
    private boolean loggedIn;

    SessionProtocol(String name, String host, int port, Properties properties, boolean tls, MailLogger logger)
            throws IOException, ProtocolException {
        super(name, host, port, properties, tls, logger);
    }

    /** In one round trip where the server takes an initial response (SASL-IR, RFC 4959), in two elsewhere. */
    @Override
    public synchronized void authplain(String authorization, String user, String password) throws ProtocolException {
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
}
