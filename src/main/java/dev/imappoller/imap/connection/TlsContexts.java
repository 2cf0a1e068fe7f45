package dev.imappoller.imap.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Lends TLS contexts, each to one connection at a time. A context remembers its last session with a host, and the next connection to that
 * host resumes it (RFC 8446, section 2.2), which spares both sides most of the handshake.
 *
 * <p>QUIRK: the JDK keeps one session for each host in a context, and a connection spends it. Of connections that share a context and are
 * made at the same time, one could resume.
 */
public final class TlsContexts {
    private final Supplier<SSLContext> maker;
    private final Map<String, Deque<SSLContext>> idle = new HashMap<>();

    public TlsContexts(Supplier<SSLContext> maker) {
        this.maker = maker;
    }

    /** The context that was given back last for this host, or a new one. */
    SSLContext take(String host) {
        synchronized (idle) {
            Optional<SSLContext> last =
                    Optional.ofNullable(idle.get(host)).flatMap(contexts -> Optional.ofNullable(contexts.pollFirst()));
            if (last.isPresent()) {
                return last.get();
            }
        }
        return maker.get();
    }

    /** A connection to this host has ended. */
    void giveBack(String host, SSLContext context) {
        synchronized (idle) {
            idle.computeIfAbsent(host, key -> new ArrayDeque<>()).addFirst(context);
        }
    }
}
