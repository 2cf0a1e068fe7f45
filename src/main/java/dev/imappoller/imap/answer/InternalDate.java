package dev.imappoller.imap.answer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a server got a message (INTERNALDATE, RFC 9051, section 2.3.3), such as {@code 17-Jul-1996 02:44:25 -0700}. QUIRK: some write years
 * of two digits, the date as mail or ISO 8601 has it, or no zone; then it is UTC.
 */
public final class InternalDate {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final int LONGEST = 100;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2200;

    private final String text;
    private final List<Integer> numbers = new ArrayList<>();
    private int month;
    private int at;

    private InternalDate(String text) {
        this.text = text;
    }

    /** Empty for what is no date, or none that a message can have arrived at. */
    public static Optional<Instant> of(String written) {
        try {
            return written.length() > LONGEST
                    ? Optional.empty()
                    : new InternalDate(written.toUpperCase(Locale.ROOT)).read();
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> read() {
        while (at < text.length() && numbers.size() < (month > 0 ? 5 : 6)) {
            int from = at;
            if (isDigit(at)) {
                numbers.add(Integer.parseInt(run(true)));
            } else if (Character.isLetter(text.charAt(at))) {
                month = Math.max(month, MONTHS.indexOf(run(false)) + 1);
            }
            at = Math.max(at, from + 1);
        }
        if (numbers.size() < (month > 0 ? 5 : 6)) {
            return Optional.empty();
        }
        // Day, year, and time; or year, month, day, and time.
        int year = numbers.get(month > 0 ? 1 : 0);
        int day = numbers.get(month > 0 ? 0 : 2);
        int time = month > 0 ? 2 : 3;
        LocalDateTime local = LocalDateTime.of(
                year < 70 ? 2000 + year : year < 100 ? 1900 + year : year,
                month > 0 ? month : numbers.get(1),
                day,
                numbers.get(time),
                numbers.get(time + 1),
                Math.min(59, numbers.get(time + 2))); // A leap second.
        boolean possible = local.getYear() >= FIRST_YEAR && local.getYear() <= LAST_YEAR;
        return possible ? Optional.of(local.toInstant(zone())) : Optional.empty();
    }

    /** What stands behind the time, as {@code -0700} or {@code +05:30}. */
    private ZoneOffset zone() {
        while (at < text.length() && text.charAt(at) != '+' && text.charAt(at) != '-') {
            at++;
        }
        if (at >= text.length()) {
            return ZoneOffset.UTC;
        }
        int sign = text.charAt(at++) == '-' ? -1 : 1;
        String digits = text.substring(at).replace(":", "").strip();
        if (digits.length() < 4) {
            return ZoneOffset.UTC;
        }
        return ZoneOffset.ofHoursMinutes(
                sign * Integer.parseInt(digits.substring(0, 2)), sign * Integer.parseInt(digits.substring(2, 4)));
    }

    private String run(boolean digits) {
        int from = at;
        while (at < text.length() && (digits ? isDigit(at) : Character.isLetter(text.charAt(at)))) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean isDigit(int i) {
        return text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
}
