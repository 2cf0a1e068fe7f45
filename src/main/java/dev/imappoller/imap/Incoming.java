package dev.imappoller.imap;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.Listed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ByteArray;

/** A message that comes in, in one chunk or in many: takes them in any order, and says which to ask for next. */
final class Incoming implements AutoCloseable {
    /** What is asked for at once: most messages are smaller, and larger ones take one round trip for each, two at a time. */
    static final int CHUNK = 1024 * 1024;

    /** Enough that the next chunk is on its way while one is taken up. */
    private static final int CHUNKS_UNDER_WAY = 2;

    private static final ByteArray NOTHING = new ByteArray(new byte[0], 0, 0);

    private final Listed listed;
    private final long largest;
    private final Spool spool;
    private final Deque<Chunk> underWay = new ArrayDeque<>();
    private long asked;
    private boolean beyondTheEnd;
    private Optional<RawMessage> whole = Optional.empty();
    private Optional<String> unavailable = Optional.empty();

    private static final class Chunk {
        private final long from;
        private Optional<ByteArray> octets = Optional.empty();

        private Chunk(long from) {
            this.from = from;
        }
    }

    /** @param largest the most octets that are taken */
    Incoming(Listed listed, long largest, Path temporaryFiles) {
        this.listed = listed;
        this.largest = largest;
        this.spool = new Spool(temporaryFiles);
    }

    long uid() {
        return listed.uid();
    }

    /** Whether it is announced as more than a chunk. */
    boolean isLarge() {
        return listed.size() > CHUNK;
    }

    /** Where the next chunk begins that is to be asked for; it counts as asked for then. */
    Optional<Long> next() {
        boolean more = underWay.isEmpty() || !beyondTheEnd && asked < listed.size();
        if (isSettled() || !more || underWay.size() >= CHUNKS_UNDER_WAY) {
            return Optional.empty();
        }
        return Optional.of(ask(beyondTheEnd ? spool.size() : asked));
    }

    private long ask(long from) {
        underWay.add(new Chunk(from));
        asked = from + CHUNK;
        return from;
    }

    /** Whether what begins there is asked for and has not come. */
    boolean awaits(long from) {
        return underWay.stream().anyMatch(chunk -> chunk.from == from && chunk.octets.isEmpty());
    }

    /** True once it is whole or known to be unavailable. */
    boolean isSettled() {
        return whole.isPresent() || unavailable.isPresent();
    }

    /** The message, once it is whole; whoever gets it closes it. */
    Optional<RawMessage> whole() {
        return whole;
    }

    /** Why it can't be had. */
    Optional<String> unavailable() {
        return unavailable;
    }

    /**
     * Takes octets.
     *
     * @param origin where they begin, or -1 where the server doesn't say
     * @param octets none for NIL, which is what some servers have to say of what is behind the end
     * @throws IOException if they can't be kept
     */
    void take(long origin, Optional<ByteArray> octets) throws IOException {
        for (Chunk chunk : underWay) {
            if (chunk.octets.isEmpty() && (origin < 0 || chunk.from == origin)) {
                chunk.octets = Optional.of(octets.orElse(NOTHING));
                break;
            }
        }
        while (!isSettled() && !underWay.isEmpty() && underWay.getFirst().octets.isPresent()) {
            append(underWay.removeFirst().octets.get());
        }
    }

    /** Gives up. */
    void refuse(String why) {
        unavailable = Optional.of(why);
    }

    private void append(ByteArray octets) throws IOException {
        int count = octets.getCount();
        if (beyondTheEnd) {
            end(count == 0);
        } else if (spool.size() + count > largest) {
            refuse("the server announced " + listed.size() + " octets and sends more than " + largest);
        } else {
            spool.append(octets.getBytes(), octets.getStart(), count);
            if (count != CHUNK) {
                ended();
            }
        }
    }

    /**
     * QUIRK: Microsoft 365 announces estimated sizes. A message that is shorter than announced is whole only if the server, asked for
     * what comes behind its end, has nothing.
     */
    private void ended() {
        boolean announced = spool.size() >= listed.size();
        if (announced || spool.size() == 0) {
            end(announced);
        } else {
            beyondTheEnd = true;
            underWay.clear();
        }
    }

    private void end(boolean isWhole) {
        underWay.clear();
        if (isWhole) {
            whole = Optional.of(spool.message());
        } else {
            refuse("the server announced " + listed.size() + " octets and sent " + spool.size());
        }
    }

    @Override
    public void close() {
        spool.close();
    }
}
