package dev.imappoller.poller.item;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** UIDs, written as a sequence set (RFC 9051, section 4.1.1): a few octets for very many that follow one another. */
public final class UidSet {
    public static final UidSet NONE = new UidSet(List.of());

    /** UIDs have 32 bits. */
    private static final long LARGEST = 0xffff_ffffL;

    private record Range(long from, long to) {
        @Override
        public String toString() {
            return from == to ? Long.toString(from) : from + ":" + to;
        }
    }

    /** In ascending order, and none touches another. */
    private final List<Range> ranges;

    private UidSet(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    public static UidSet of(Collection<Long> uids) {
        List<Range> ranges = new ArrayList<>();
        for (long uid : new TreeSet<>(uids)) {
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).to() + 1 == uid) {
                ranges.set(last, new Range(ranges.get(last).from(), uid));
            } else {
                ranges.add(new Range(uid, uid));
            }
        }
        return new UidSet(ranges);
    }

    /** A set as {@link #toString} writes it, in ascending order; empty for anything else. However large, it takes no more memory than its text. */
    static Optional<UidSet> parse(String text) {
        List<Range> ranges = new ArrayList<>();
        long from = 0;
        long number = 0;
        boolean inRange = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
                if (number > LARGEST) {
                    return Optional.empty();
                }
            } else if (c == ':' && !inRange && number > 0) {
                from = number;
                number = 0;
                inRange = true;
            } else if (c == ',' && number >= Math.max(1, from) && (inRange ? from : number) > last(ranges)) {
                ranges.add(new Range(inRange ? from : number, number));
                from = 0;
                number = 0;
                inRange = false;
            } else {
                return text.isEmpty() ? Optional.of(NONE) : Optional.empty();
            }
        }
        return Optional.of(new UidSet(ranges));
    }

    /** Whether it holds this UID. */
    public boolean contains(long uid) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            Range range = ranges.get(middle);
            if (uid < range.from()) {
                high = middle - 1;
            } else if (uid > range.to()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Its UIDs in ascending order; the youngest of them, if there are more than this. */
    public List<Long> youngest(int most) {
        ArrayDeque<Long> uids = new ArrayDeque<>();
        for (int i = ranges.size() - 1; i >= 0; i--) {
            Range range = ranges.get(i);
            for (long uid = range.to(); uid >= range.from() && uids.size() < most; uid--) {
                uids.addFirst(uid);
            }
        }
        return List.copyOf(uids);
    }

    private static long last(List<Range> ranges) {
        return ranges.isEmpty() ? 0 : ranges.get(ranges.size() - 1).to();
    }

    /** These and those. */
    public UidSet and(UidSet others) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(others.ranges);
        all.sort(Comparator.comparingLong(Range::from));
        List<Range> joined = new ArrayList<>();
        for (Range range : all) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).to() + 1 >= range.from()) {
                long to = Math.max(joined.get(last).to(), range.to());
                joined.set(last, new Range(joined.get(last).from(), to));
            } else {
                joined.add(range);
            }
        }
        return new UidSet(joined);
    }

    /** Whether it holds no UID. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** These without the oldest, if they would take more characters than this. */
    UidSet within(int characters) {
        int first = ranges.size();
        for (int left = characters; first > 0; first--) {
            left -= ranges.get(first - 1).toString().length() + 1;
            if (left < -1) {
                break;
            }
        }
        return new UidSet(ranges.subList(first, ranges.size()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && ranges.equals(set.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return String.join(",", ranges.stream().map(Range::toString).toList());
    }
}
