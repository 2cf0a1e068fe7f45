package dev.imappoller.imap.said;

import dev.imappoller.message.octets.Characters;
import java.time.Duration;
import java.util.Optional;

/** Finds how long to wait in what a server says, such as Microsoft 365's {@code Suggested Backoff Time: 299961 milliseconds}. */
final class NamedTime {
    /** As long as a server that names no time is left alone at the most: nobody's mail should wait for a slip of the pen. */
    static final Duration LONGEST = Duration.ofHours(2);

    /** Any longer number is more than that. */
    private static final int MOST_DIGITS = 12;

    private NamedTime() {}

    /**
     * The first number with a unit of time behind it.
     *
     * @param text in small letters, with single spaces
     */
    static Optional<Duration> in(String text) {
        int at = 0;
        while (at < text.length()) {
            int begin = at;
            while (at < text.length() && Characters.isDigit(text.charAt(at))) {
                at++;
            }
            if (at == begin) {
                at++;
                continue;
            }
            Optional<Duration> time = time(text, begin, at);
            if (time.isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }

    /** QUIRK: Dovecot ends its answers with how long they took, as in {@code (0.001 + 0.000 secs)}; what has a fraction is no wait. */
    private static Optional<Duration> time(String text, int begin, int end) {
        boolean fraction = begin > 0 && text.charAt(begin - 1) == '.';
        boolean partOfAWord = begin > 0 && Characters.isAlphanumeric(text.charAt(begin - 1));
        if (fraction || partOfAWord) {
            return Optional.empty();
        }
        int from = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
        int to = from;
        while (to < text.length() && Characters.isLetter(text.charAt(to))) {
            to++;
        }
        long millis = unit(text.substring(from, to));
        if (millis == 0) {
            return Optional.empty();
        }
        long number = end - begin > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(text.substring(begin, end));
        boolean tooLong = number > LONGEST.toMillis() / millis;
        return Optional.of(tooLong ? LONGEST : Duration.ofMillis(number * millis))
                .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    /** In milliseconds; 0 for what is no unit. */
    private static long unit(String word) {
        return switch (word) {
            case "ms", "msec", "msecs", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1_000;
            case "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
            default -> 0;
        };
    }
}
