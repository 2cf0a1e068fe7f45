package dev.imappoller.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time, as people read it.
 *
 * @param iso as machines read it (RFC 3339); empty where it never was
 * @param ago how far it is from now, such as 3 min ago
 * @param utc when it is, in UTC, with the day unless that is today
 */
record DisplayTime(String iso, String ago, String utc) {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter IN_FULL =
            DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm:ss", Locale.ENGLISH);

    static final DisplayTime NEVER = new DisplayTime("", "never", "");

    /** @param time null if there is none */
    static DisplayTime of(@Nullable Instant time, Instant now) {
        if (time == null) {
            return NEVER;
        }
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        ZonedDateTime utc = second.atZone(ZoneOffset.UTC);
        boolean today = utc.toLocalDate().equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
        return new DisplayTime(second.toString(), distance(time, now), utc.format(today ? TODAY : OTHER_DAY));
    }

    /** Day and time in UTC. */
    static String inFull(Instant time) {
        return time.atZone(ZoneOffset.UTC).format(IN_FULL);
    }

    private static String distance(Instant time, Instant now) {
        Duration past = Duration.between(time, now);
        return past.isNegative() ? "in " + length(past.negated()) : length(past) + " ago";
    }

    private static String length(Duration length) {
        if (length.toMinutes() < 1) {
            return length.toSeconds() + " s";
        }
        if (length.toHours() < 1) {
            return length.toMinutes() + " min";
        }
        return length.toDays() < 2 ? length.toHours() + " h" : length.toDays() + " days";
    }
}
