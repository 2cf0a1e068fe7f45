package dev.imappoller.imap.inflow;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What comes in from the server of one connection: how much it may be, and how long each read may take. */
public final class ConnectionInput {
    /** Short enough to notice within a poll that the server dropped a command, and longer than most answers take. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ResponseLimit allowance = new ResponseLimit();
    private final LargeAnswerReserve reserve;
    private final LargeAnswerReserve.Share held;
    private final Supplier<Socket> socket;
    private volatile Duration patience = LOOK;
    private volatile Duration patienceAhead = LOOK;
    private volatile Duration laterPatience = LOOK;
    private volatile BooleanSupplier onQuiet = () -> false;
    private volatile @Nullable ResponseReader reader;
    private volatile @Nullable FloodException flood;
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
        ResponseReader known = reader;
        ResponseReader mine = known == null ? new ResponseReader(this::read, allowance, reserve) : known;
        reader = mine;
        return mine;
    }

    /** Forgets what was read and not yet taken. */
    public synchronized void startAfresh() {
        reader = null;
    }

    /** Sets how long each read may take from now on, above zero. */
    public void patience(Duration longest) {
        patience(longest, longest, longest);
    }

    /**
     * Sets how long each read may take from now on.
     *
     * @param ahead where {@link #whenQuiet nothing comes} since commands were sent ahead, as it seems
     * @param later once {@link #messagesMove messages move}
     */
    public void patience(Duration longest, Duration ahead, Duration later) {
        patience = longest;
        patienceAhead = ahead;
        laterPatience = later;
    }

    /** All has been searched and listed. */
    public void messagesMove() {
        patience = laterPatience;
    }

    /**
     * Has something done each time that the server has said nothing for a while, by the thread that reads.
     *
     * @param look says whether nothing comes since commands were sent ahead, as it seems
     */
    public void whenQuiet(BooleanSupplier look) {
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
        flood = how;
    }

    /** Whether this program closed the connection. Then its end is not the server's fault. */
    public boolean isClosed() {
        return closed;
    }

    /** What was too much, if anything was. */
    public Optional<FloodException> flood() {
        return Optional.ofNullable(flood);
    }

    /** This program is about to close the connection. */
    public void leave() {
        closed = true;
    }

    /** Gives back what is held of the reserve. */
    public synchronized void close() {
        closed = true;
        ResponseReader known = reader;
        if (known != null) {
            known.release();
        }
        held.giveAll();
    }

    /** The socket's own time-out only says when to look whether the server has been quiet for too long. */
    private int read(byte[] buffer, int begin, int length) throws IOException {
        Socket from = socket.get();
        Duration most = patience;
        Duration mostAhead = patienceAhead;
        long look = Math.min(LOOK.toMillis(), Math.min(most.toMillis() / 4, mostAhead.toMillis() / 3));
        from.setSoTimeout((int) Math.max(1, look));
        long since = System.nanoTime();
        while (true) {
            try {
                return from.getInputStream().read(buffer, begin, length);
            } catch (SocketTimeoutException e) {
                long quiet = System.nanoTime() - since;
                if (quiet >= most.toNanos() || onQuiet.getAsBoolean() && quiet >= mostAhead.toNanos()) {
                    throw e;
                }
            }
        }
    }
}
