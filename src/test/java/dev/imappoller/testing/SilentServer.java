package dev.imappoller.testing;

import java.util.Optional;

/** Accepts connections, reads what comes and says nothing: a server that hangs. */
public final class SilentServer implements AutoCloseable {

    private final Listener listener = new Listener("silent", Optional.empty(), Wire::untilClientGone);

    private SilentServer() {}

    /** Starts it on a free port. */
    public static SilentServer start() {
        return new SilentServer();
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** How many connections there were. */
    public int connections() {
        return listener.connections();
    }

    @Override
    public void close() {
        listener.close();
    }
}
