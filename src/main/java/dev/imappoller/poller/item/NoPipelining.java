package dev.imappoller.poller.item;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A server that seems to take no command before it has answered the one ahead of it (RFC 9051, section 5.5), as passes have found out. This is
 * part of the poller's item, so that a fresh process needs not find it out again.
 *
 * @param server host and port
 * @param since when that was found out
 * @param until it gets one command at a time; then it is tried anew, since it may have been mended
 */
public record NoPipelining(String server, Instant since, Instant until) {
    /** A mended server gets fast again after so long at the latest. */
    public static final Duration LONGEST = Duration.ofDays(7);

    public NoPipelining {
        if (!mayLast(since, until)) {
            throw new IllegalArgumentException("lasts too long, or not at all");
        }
    }

    /** How a server is named. */
    public static String server(Poller poller) {
        return poller.host() + ":" + poller.port();
    }

    /** What {@link #toString} has written; empty for anything else. */
    static Optional<NoPipelining> parse(String text) {
        int space = text.indexOf(' ');
        int slash = text.indexOf('/', space + 1);
        if (space < 0 || slash < 0) {
            return Optional.empty();
        }
        try {
            Instant since = Instant.parse(text.substring(space + 1, slash));
            Instant until = Instant.parse(text.substring(slash + 1));
            return Optional.of(text.substring(0, space))
                    .filter(server -> mayLast(since, until))
                    .map(server -> new NoPipelining(server, since, until));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean mayLast(Instant since, Instant until) {
        Duration length = Duration.between(since, until);
        return length.compareTo(Duration.ZERO) > 0 && length.compareTo(LONGEST) <= 0;
    }

    /** How long it gets one command at a time. */
    public Duration length() {
        return Duration.between(since, until);
    }

    /** The server, and an interval as ISO 8601 has it. */
    @Override
    public String toString() {
        return server + " " + since + "/" + until;
    }
}
