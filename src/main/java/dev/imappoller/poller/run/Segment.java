package dev.imappoller.poller.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A part of the Pollers table that is polled by itself. Every poller is in exactly one of the segments that the table is split into.
 *
 * @param number from 0 to one less than {@code of}
 * @param of how many segments there are, 1 to {@value #MOST}
 */
public record Segment(int number, int of) {
    /** What DynamoDB takes. */
    public static final int MOST = 1_000_000;

    /** The whole table. */
    public static final Segment ALL = new Segment(0, 1);

    public Segment {
        if (!isValid(number, of)) {
            throw new IllegalArgumentException("There is no segment " + number + " of " + of + ".");
        }
    }

    /** A segment, if there is such a one. */
    public static Optional<Segment> find(int number, int of) {
        return isValid(number, of) ? Optional.of(new Segment(number, of)) : Optional.empty();
    }

    /** All segments of a table that is split into so many. */
    static List<Segment> allOf(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Segment(number, count))
                .toList();
    }

    private static boolean isValid(int number, int of) {
        return number >= 0 && number < of && of <= MOST;
    }
}
