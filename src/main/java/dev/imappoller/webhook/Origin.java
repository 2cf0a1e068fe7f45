package dev.imappoller.webhook;

import dev.imappoller.poller.Target;
import java.net.URI;
import java.util.Locale;

/** Scheme, host and port (RFC 6454): who it is that credentials are sent to. */
record Origin(String scheme, String host, int port) {
    static Origin of(URI uri) {
        return new Origin(
                uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost().toLowerCase(Locale.ROOT), Target.portOf(uri));
    }
}
