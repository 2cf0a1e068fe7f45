package dev.imappoller.imap.inflow;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What comes in from the server of one connection: how much it may be, and how long each read may take. */
public final class ConnectionInput {
    /** Short enough to notice within a poll that the server dropped a command, and longer than most answers take. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ResponseLimit allowance = new ResponseLimit();
    private final LargeAnswerReserve reserve;
    private final LargeAnswerReserve.Share held;
    private final Supplier<Socket> socket;
    private volatile Duration patience = LOOK;
    private volatile Duration laterPatience = LOOK;
    private volatile Runnable onQuiet = () -> {};
    private volatile Optional<ResponseReader> reader = Optional.empty();
    private volatile Optional<FloodException> flood = Optional.empty();
    private volatile boolean closed;

    /**
     * @param reserve for what is larger than most answers
     * @param socket as it is now, with TLS or without
     */
    public ConnectionInput(LargeAnswerReserve reserve, Supplier<Socket> socket) {
        this.reserve = reserve;
        this.held = new LargeAnswerReserve.Share(reserve);
        this.socket = socket;
    }

    /** Where responses are read from. */
    public synchronized ResponseReader reader() {
        ResponseReader mine = reader.orElseGet(() -> new ResponseReader(this::read, allowance, reserve));
        reader = Optional.of(mine);
        return mine;
    }

    /** Forgets what was read and not yet taken. */
    public synchronized void startAfresh() {
        reader = Optional.empty();
    }

    /** Sets how long each read may take from now on, above zero. */
    public void patience(Duration longest) {
        patience(longest, longest);
    }

    /** The same, and how long once {@link #messagesMove messages move}. */
    public void patience(Duration longest, Duration later) {
        patience = longest;
        laterPatience = later;
    }

    /** All has been searched and listed. */
    public void messagesMove() {
        patience = laterPatience;
    }

    /** Has something done each time that the server has said nothing for a while, by the thread that reads. */
    public void whenQuiet(Runnable look) {
        onQuiet = look;
    }

    /** A command begins, or was answered. */
    public void renew(ResponseLimit.Phase phase) {
        allowance.renew(phase);
    }

    /** Keeps memory from the reserve until the connection is closed. */
    public void hold(long octets) throws FloodException {
        held.take(octets);
    }

    /** The server sent more than it may. */
    public void flooded(FloodException how) {
        flood = Optional.of(how);
    }

    /** Whether this program closed the connection. Then its end is not the server's fault. */
    public boolean isClosed() {
        return closed;
    }

    /** What was too much, if anything was. */
    public Optional<FloodException> flood() {
        return flood;
    }

    /** Gives back what is held of the reserve. */
    public synchronized void close() {
        closed = true;
        reader.ifPresent(ResponseReader::release);
        held.giveAll();
    }

    /** The socket's own time-out only says when to look whether the server has been quiet for too long. */
    private int read(byte[] buffer, int begin, int length) throws IOException {
        Socket from = socket.get();
        Duration most = patience;
        Duration look = most.dividedBy(4);
        from.setSoTimeout((int) Math.max(1, look.compareTo(LOOK) < 0 ? look.toMillis() : LOOK.toMillis()));
        long since = System.nanoTime();
        while (true) {
            try {
                return from.getInputStream().read(buffer, begin, length);
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - since >= most.toNanos()) {
                    throw e;
                }
                onQuiet.run();
            }
        }
    }
}
