package dev.imappoller.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads {@code Retry-After}, in seconds or as a date (RFC 9110, section 10.2.3). */
record RetryAfter(Clock clock) {
    /** The longest wait that is accepted, since an endpoint may ask for a very long one by mistake. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Any longer number is more than an hour too. */
    private static final int MOST_DIGITS = 9;

    /** How long to wait; empty if there is nothing to wait for, or it can't be read. */
    Optional<Duration> read(String value) {
        return wait(value.strip())
                .filter(wait -> !wait.isNegative() && !wait.isZero())
                .map(wait -> wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    private Optional<Duration> wait(String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(value.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), date));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
