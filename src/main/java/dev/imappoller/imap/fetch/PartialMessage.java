package dev.imappoller.imap.fetch;

import dev.imappoller.imap.answer.FetchAnswer.Piece;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.mailbox.MessageSummary;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.angus.mail.iap.ByteArray;
import org.jspecify.annotations.Nullable;

/**
 * A message that is arriving, in one chunk or in several. It takes them in any order, and tells which to ask for next.
 *
 * <p>It is whole when the server says so: it has as many octets as were announced and no more, or nothing comes behind them. Some servers
 * announce estimated sizes, or none; some hand over less at once than was asked for, or always all.
 */
final class PartialMessage implements AutoCloseable {
    /** What is asked for at once: most messages are smaller, and of larger ones several chunks are under way. */
    static final int CHUNK = 1024 * 1024;

    /** Used in place of a chunk's offset: the whole message, fetched without naming a part. */
    static final long WHOLE = -1;

    /** All of a message is asked for at once only up to here, since it is in memory then. */
    private static final long LARGEST_WHOLE = 4L * CHUNK;

    /** The most requests for one message. 25 MiB in pieces of 4 KiB need fewer; a server that sends single octets is given up. */
    private static final int MOST_REQUESTS = 10_000;

    private final MessageSummary listed;
    private final long largest;
    private final Spool spool;
    private final ChunksAhead chunks;

    /** Where each chunk begins that is asked for and has not come, and when it was asked for. */
    private final Map<Long, Long> underWay = new LinkedHashMap<>();

    private final TreeMap<Long, ByteArray> ahead = new TreeMap<>();
    private long asked;
    private int requests;
    private int signsOfTheEnd;
    private boolean stepByStep;
    private boolean askedForWhole;
    private boolean seen;
    private @Nullable RawMessage whole;
    private @Nullable String unavailable;

    /**
     * @param largest the most octets that are taken
     * @param chunks is told how they come
     */
    PartialMessage(MessageSummary listed, long largest, SpoolSpace space, ChunksAhead chunks) {
        this.listed = listed;
        this.chunks = chunks;
        this.largest = largest;
        this.spool = new Spool(space, listed.size());
    }

    long uid() {
        return listed.uid();
    }

    /** In octets. */
    long announced() {
        return listed.size();
    }

    /** Whether it is announced as more than a chunk. */
    boolean isLarge() {
        return listed.size() > CHUNK;
    }

    /** The server says that it has {@code \Seen}. */
    void seen() {
        seen = true;
    }

    /** Whether the server has set {@code \Seen} by itself. */
    boolean isSeen() {
        return seen && (listed.serverMarked() || !listed.seen());
    }

    /** Whether any octet of it has come. */
    boolean hasBegun() {
        return spool.size() > 0;
    }

    /** How many chunks are asked for and have not come. */
    int underWay() {
        return underWay.size();
    }

    /** Whether all that was announced is asked for, of a server that hands over what it is asked for. */
    boolean isAllAsked() {
        return !stepByStep && asked >= listed.size();
    }

    /**
     * Where the next chunk begins that is to be asked for, or {@link #WHOLE}; it counts as asked for then.
     *
     * @param most how many may be under way with it
     */
    Optional<Long> next(int most) {
        boolean more = underWay.isEmpty() || !stepByStep && asked < listed.size();
        if (isSettled() || !more || underWay.size() >= Math.max(1, most)) {
            return Optional.empty();
        }
        if (++requests > MOST_REQUESTS) {
            refuse("the server sent " + spool.size() + " octets in " + MOST_REQUESTS + " pieces, and not all by then");
            return Optional.empty();
        }
        boolean all = askedForWhole && underWay.isEmpty();
        long from = underWay.isEmpty() ? spool.size() : asked;
        underWay.put(all ? WHOLE : from, chunks.now());
        asked = from + CHUNK;
        return Optional.of(all ? WHOLE : from);
    }

    /** Whether what begins there is asked for and has not come. */
    boolean awaits(long from) {
        return underWay.containsKey(from);
    }

    /** Whether what begins there was asked for ahead of something that has not come. */
    boolean isAhead(long from) {
        return from > spool.size();
    }

    /** True once it is whole or known to be unavailable. */
    boolean isSettled() {
        return whole != null || unavailable != null;
    }

    /** The message, once it is whole; whoever gets it closes it. */
    Optional<RawMessage> whole() {
        return Optional.ofNullable(whole);
    }

    /** Why it can't be had. */
    Optional<String> unavailable() {
        return Optional.ofNullable(unavailable);
    }

    /**
     * Takes octets.
     *
     * @param piece without octets for NIL, which is what some servers have to say of what is behind the end
     * @throws IOException if they can't be kept
     */
    void take(Piece piece) throws IOException {
        Optional<ByteArray> octets = piece.octets();
        if (isSettled() || underWay.isEmpty()) {
            return;
        }
        long from = piece.origin().isPresent() ? piece.origin().getAsLong() : origin(piece);
        boolean all = from == 0 && underWay.remove(WHOLE) != null;
        Optional<Long> askedAt = Optional.ofNullable(underWay.remove(from));
        boolean awaited = askedAt.isPresent() || all;
        if (octets.isEmpty() || octets.get().getCount() == 0) {
            if (awaited) {
                nothing(from, octets.isPresent());
            }
        } else if (isAhead(from)) {
            if (awaited) {
                keepAhead(from, alone(octets.get()));
            }
        } else if (awaited || from + octets.get().getCount() > spool.size()) {
            boolean inTurn = from == spool.size() && octets.get().getCount() == CHUNK;
            askedAt.filter(any -> inTurn).ifPresent(chunks::arrived);
            append(alone(octets.get()), spool.size() - from, all);
        }
    }

    /** QUIRK: some servers answer in another order. One chunk waits in memory; others are asked for again when it is their turn. */
    private void keepAhead(long from, ByteArray octets) {
        chunks.odd();
        if (ahead.isEmpty()) {
            ahead.put(from, octets);
        } else {
            oneByOne();
        }
    }

    private void oneByOne() {
        stepByStep = true;
        chunks.odd();
    }

    /** A copy of the octets, if the answer holds much else. They may be kept as long as the message, and the rest should not be. */
    private static ByteArray alone(ByteArray octets) {
        byte[] all = octets.getBytes();
        int count = octets.getCount();
        return all.length - count <= count / 2 + 4096
                ? octets
                : new ByteArray(Arrays.copyOfRange(all, octets.getStart(), octets.getStart() + count), 0, count);
    }

    /** QUIRK: some servers know no ranges and say nothing of them. They send the whole message whatever is asked for. */
    private long origin(Piece piece) throws IOException {
        Optional<ByteArray> octets = piece.octets();
        long first = underWay.keySet().iterator().next();
        boolean tooMany = octets.isPresent() && octets.get().getCount() > CHUNK;
        boolean again = octets.isPresent() && first > 0 && spool.size() <= CHUNK && spool.begins(octets.get());
        return tooMany || again || first == WHOLE ? 0 : first;
    }

    private void append(ByteArray octets, long known, boolean all) throws IOException {
        long more = octets.getCount() - known;
        if (more > 0) {
            if (spool.size() + more > largest) {
                refuse("the server announced " + listed.size() + " octets and sends more than " + largest);
                return;
            }
            spool.append(octets.getBytes(), octets.getStart() + (int) known, (int) more);
            signsOfTheEnd = 0;
        }
        if (all) {
            end(more >= 0);
        } else if (more != CHUNK && spool.size() == listed.size()) {
            end(true);
        } else if (more != CHUNK) {
            signsOfTheEnd++; // It is the end, or the server hands over less at once than was asked for.
            oneByOne();
        }
        Optional<ByteArray> next = Optional.ofNullable(ahead.remove(spool.size()));
        if (next.isPresent() && !isSettled()) {
            append(next.get(), 0, false);
        }
    }

    /** The server has nothing from there on. */
    void nothing(long from, boolean saidSo) {
        underWay.remove(from);
        oneByOne();
        if (from != spool.size() || isSettled()) {
            return; // Behind something that has not come yet.
        }
        signsOfTheEnd++;
        boolean announced = spool.size() >= listed.size();
        if (!hasBegun()) {
            end(announced && saidSo);
        } else if (announced && listed.size() > 0 || signsOfTheEnd > 1) {
            end(true);
        }
    }

    /**
     * The server refuses what begins there. QUIRK: some refuse what is behind the end, or all parts.
     *
     * @return whether that is no reason to give it up: it is whole, or there is another way to ask
     */
    boolean refused(long from) {
        underWay.remove(from);
        oneByOne();
        if (isSettled() || isAhead(from)) {
            return true;
        }
        if (hasBegun() && listed.size() > 0 && spool.size() >= listed.size()) {
            end(true);
            return true;
        }
        long known = hasBegun() ? spool.size() : listed.size();
        boolean mayAsk = !askedForWhole && known <= LARGEST_WHOLE;
        askedForWhole = true;
        return mayAsk;
    }

    /** Gives up. */
    void refuse(String why) {
        unavailable = why;
    }

    private void end(boolean isWhole) {
        underWay.clear();
        if (isWhole) {
            RawMessage message = spool.message();
            if (SubstituteMessage.is(message)) {
                message.close();
                refuse(SubstituteMessage.WHY);
            } else {
                whole = message;
            }
        } else {
            refuse("the server announced " + listed.size() + " octets and sent " + spool.size());
        }
    }

    @Override
    public void close() {
        spool.close();
    }
}
