package dev.imappoller.message.structure;

import dev.imappoller.message.octets.DecodingBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The multiparts that are being read, each within the one before, and which of them a line opens a part of, or closes.
 *
 * <p>A line is looked at once, however many multiparts there are: what may be a boundary is looked up by its hash, whose
 * factor nobody outside can know.
 */
final class Boundaries {
    private static final int PRIME_BITS = 61;

    /** The hashes are taken modulo this (a Mersenne prime). */
    private static final long PRIME = (1L << PRIME_BITS) - 1;

    private final DecodingBudget budget;
    private final long factor = ThreadLocalRandom.current().nextLong(1L << Integer.SIZE, PRIME);
    private final List<Frame> frames = new ArrayList<>();
    private final Map<Long, Group> openedBy = new HashMap<>();
    private final Map<Long, Group> closedBy = new HashMap<>();

    Boundaries(DecodingBudget budget) {
        this.budget = budget;
    }

    /** A multipart that is being read. */
    static final class Frame {
        private final int depth;
        private final Part part;
        private final String childType;
        private final List<String> names;
        private @Nullable Group group;
        private boolean closed;

        private Frame(int depth, Part part, String childType, List<String> names) {
            this.depth = depth;
            this.part = part;
            this.childType = childType;
            this.names = List.copyOf(names);
        }

        /** How many multiparts it is within. */
        int depth() {
            return depth;
        }

        Part part() {
            return part;
        }

        String childType() {
            return childType;
        }

        boolean isClosed() {
            return closed;
        }

        private boolean comesBefore(Frame other) {
            return closed == other.closed ? depth > other.depth : !closed;
        }
    }

    /** A line that opens a part of a multipart, or closes it. */
    record Delimiter(Frame frame, boolean opens) {}

    /** Multiparts with the same boundary, from the outermost to the innermost. */
    private static final class Group {
        private final long openedBy;
        private final long closedBy;
        private final List<Frame> all = new ArrayList<>();
        private final Deque<Frame> unclosed = new ArrayDeque<>();

        private Group(long openedBy, long closedBy) {
            this.openedBy = openedBy;
            this.closedBy = closedBy;
        }

        private Frame first() {
            return unclosed.isEmpty() ? all.get(all.size() - 1) : unclosed.getLast();
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    int size() {
        return frames.size();
    }

    Frame innermost() {
        return frames.get(frames.size() - 1);
    }

    /**
     * Goes into a multipart.
     *
     * @param names what its boundary may be: the one that comes first in its body is it
     */
    void enter(Part part, String childType, List<String> names) {
        frames.add(new Frame(frames.size(), part, childType, names));
        if (names.size() == 1) {
            name(names.get(0));
        }
    }

    /** Gives the innermost multipart that of its names which a line has behind two hyphens, if it has none yet. */
    Optional<String> chooseName(String text) {
        if (innermost().group != null) {
            return Optional.empty();
        }
        Optional<String> chosen = innermost().names.stream()
                .filter(name -> isDelimiter(text, name))
                .findFirst();
        chosen.ifPresent(this::name);
        return chosen;
    }

    private boolean isDelimiter(String text, String name) {
        budget.spend(1 + Math.min(text.length(), name.length()));
        if (!text.startsWith(name)) {
            return false;
        }
        int end = name.length() + (text.startsWith("--", name.length()) ? 2 : 0);
        return end == text.length() || text.charAt(end) == ' ' || text.charAt(end) == '\t';
    }

    /** Whether the innermost multipart tells what its boundary is. */
    boolean isNamed() {
        return innermost().group != null || !innermost().names.isEmpty();
    }

    /** Gives the innermost multipart its boundary. */
    void name(String boundary) {
        long hash = hash(0, boundary);
        Group group = openedBy.computeIfAbsent(hash, key -> new Group(hash, hash(hash, "--")));
        closedBy.put(group.closedBy, group);
        group.all.add(innermost());
        group.unclosed.add(innermost());
        innermost().group = group;
    }

    /**
     * What a line is that begins with two hyphens: an open multipart counts before one that was closed, and an inner one before
     * an outer one. Something may follow after a blank: it is enough that the line begins with the boundary (RFC 2046,
     * section 5.1.1).
     *
     * @param text the line behind the hyphens, without blanks at its end
     */
    Optional<Delimiter> delimiter(String text) {
        Delimiter found = null;
        long hash = 0;
        for (int at = 0; at < text.length(); at++) {
            budget.step();
            hash = hash(hash, text.charAt(at));
            boolean mayEnd = at + 1 == text.length() || text.charAt(at + 1) == ' ' || text.charAt(at + 1) == '\t';
            if (mayEnd && openedBy.containsKey(hash)) {
                found = better(found, openedBy.get(hash).first(), true);
            }
            if (mayEnd && closedBy.containsKey(hash)) {
                found = better(found, closedBy.get(hash).first(), false);
            }
        }
        return Optional.ofNullable(found);
    }

    private static Delimiter better(@Nullable Delimiter other, Frame frame, boolean opens) {
        return other == null || frame.comesBefore(other.frame()) ? new Delimiter(frame, opens) : other;
    }

    void close(Frame frame) {
        if (!frame.closed) {
            frame.closed = true;
            if (frame.group != null) {
                frame.group.unclosed.removeLast();
            }
        }
    }

    void reopen(Frame frame) {
        frame.closed = false;
        if (frame.group != null) {
            frame.group.unclosed.add(frame);
        }
    }

    /** Leaves the innermost multipart. */
    Frame leave() {
        Frame frame = frames.remove(frames.size() - 1);
        Group group = frame.group;
        if (group != null) {
            group.all.remove(group.all.size() - 1);
            if (!frame.closed) {
                group.unclosed.removeLast();
            }
            if (group.all.isEmpty()) {
                openedBy.remove(group.openedBy);
                closedBy.remove(group.closedBy);
            }
        }
        return frame;
    }

    private long hash(long before, String text) {
        budget.spend(text.length());
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = hash(hash, text.charAt(i));
        }
        return hash;
    }

    /** A polynomial over a prime field: no two texts are the same for more than a few of its factors. */
    private long hash(long before, char c) {
        long high = Math.multiplyHigh(before, factor);
        long low = before * factor;
        long sum = (low & PRIME) + (low >>> PRIME_BITS | high << Long.SIZE - PRIME_BITS) + c + 1;
        return sum >= PRIME ? sum - PRIME : sum;
    }
}
