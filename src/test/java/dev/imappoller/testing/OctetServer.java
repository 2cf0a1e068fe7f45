package dev.imappoller.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that says what a fuzzer thinks of, piece by piece, and hangs up when nothing is left, so that no client waits for more. One
 * server serves one input after the other.
 */
public final class OctetServer implements AutoCloseable {
    /** Stands between two pieces. */
    public static final byte BETWEEN = (byte) 0xfe;

    /** In a piece, the tag of the command that it answers. */
    public static final String TAG = "TAG";

    /** A client that says nothing for so long waits for the end of an answer. */
    private static final int SILENCE_MILLIS = 20;

    private final Listener listener = new Listener("octets", Optional.empty(), this::serve);
    private final Protocol protocol;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile byte[] script = {};

    /** How a client's requests are told from one another, and when an answer to one is whole. */
    public interface Protocol {
        /** Reads one request; its tag, empty where the protocol has none, or nothing where the client has gone. */
        Optional<String> request(InputStream in) throws IOException;

        /** Whether the server speaks first. */
        boolean greets();
    }

    /** Lines that begin with a tag, each answered by pieces until one of them names the tag. */
    public static final Protocol IMAP = new Protocol() {
        @Override
        public Optional<String> request(InputStream in) throws IOException {
            return line(in).map(line -> line.split(" ", 2)[0]);
        }

        @Override
        public boolean greets() {
            return true;
        }
    };

    /** Requests with a Content-Length, each answered by one piece. */
    public static final Protocol HTTP = new Protocol() {
        @Override
        public Optional<String> request(InputStream in) throws IOException {
            int length = 0;
            for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
                if (line.get().isEmpty()) {
                    return in.readNBytes(length).length == length ? Optional.of("") : Optional.empty();
                }
                if (line.get().toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.get().substring(15).strip());
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean greets() {
            return false;
        }
    };

    private OctetServer(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Starts it on a free port of 127.0.0.1. */
    public static OctetServer start(Protocol protocol) {
        return new OctetServer(protocol);
    }

    /** What is said on each connection from now on. */
    public OctetServer says(byte[] octets) {
        script = octets.clone();
        connections.set(0);
        return this;
    }

    /** How many connections there were since it was told what to say. */
    public int connections() {
        return connections.get();
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Wire wire) throws IOException {
        connections.incrementAndGet();
        Deque<byte[]> pieces = pieces(script);
        if (protocol.greets() && !pieces.isEmpty()) {
            send(wire, pieces.removeFirst());
        }
        Optional<String> tag = Optional.of("");
        wire.socket().setSoTimeout(SILENCE_MILLIS);
        while (!pieces.isEmpty()) {
            try {
                tag = protocol.request(wire.in());
            } catch (SocketTimeoutException e) {
                // The client waits for more, so it gets more.
                send(wire, pieces.removeFirst());
                continue;
            }
            if (tag.isEmpty()) {
                return;
            }
            boolean answered = false;
            while (!answered && !pieces.isEmpty()) {
                String piece = new String(pieces.removeFirst(), StandardCharsets.ISO_8859_1);
                answered = tag.get().isEmpty() || piece.contains(TAG);
                send(wire, piece.replace(TAG, tag.get()).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static Deque<byte[]> pieces(byte[] octets) {
        Deque<byte[]> pieces = new ArrayDeque<>();
        int from = 0;
        for (int i = 0; i <= octets.length; i++) {
            if (i == octets.length || octets[i] == BETWEEN) {
                pieces.add(Arrays.copyOfRange(octets, from, i));
                from = i + 1;
            }
        }
        return pieces;
    }

    private static void send(Wire wire, byte[] octets) throws IOException {
        wire.out().write(octets);
        wire.out().flush();
    }

    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1).strip());
            }
            line.write(octet);
        }
        return Optional.empty();
    }
}
