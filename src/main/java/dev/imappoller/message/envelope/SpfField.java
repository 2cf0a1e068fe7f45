package dev.imappoller.message.envelope;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a field tells of SPF.
 *
 * @param result in lower case
 * @param domain what was checked, if the field tells it: a domain, or an address
 */
record SpfField(String result, Optional<String> domain) {
    /** No server writes more. */
    private static final int MAX_LENGTH = 4096;

    /** No result is longer (RFC 7208, section 2.6). */
    private static final int MAX_RESULT = 20;

    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_ADDRESS = 320;

    /** In the order in which they are tried: a name that begins with another stands before it. */
    private static final List<String> CHECKED =
            List.of("envelope-from", "smtp.mailfrom", "smtp.mail", "smtp.helo", "domain of ");

    /** Reads a Received-SPF, whose first word is the result (RFC 7208, section 9.1). */
    static Optional<SpfField> received(String field, DecodingBudget budget) {
        String text = cut(field);
        Cursor cursor = new Cursor(text, budget);
        int length = cursor.skip(Characters::isLetter, MAX_RESULT);
        return length > 0 && cursor.atBoundary() ? Optional.of(of(cursor.since(0), text, budget)) : Optional.empty();
    }

    /** Reads Authentication-Results, where it stands as {@code spf=result} (RFC 8601, section 2.2). */
    static Optional<SpfField> inResults(String field, DecodingBudget budget) {
        String text = cut(field);
        Cursor cursor = new Cursor(text, budget);
        while (!cursor.atEnd()) {
            boolean begins = cursor.atBoundary();
            if (begins && cursor.skip("spf")) {
                int after = cursor.at();
                if (skipEquals(cursor)) {
                    cursor.skip(Characters::isBlank);
                    int from = cursor.at();
                    if (cursor.skip(Characters::isLetter, MAX_RESULT) > 0) {
                        return Optional.of(of(cursor.since(from), text, budget));
                    }
                }
                cursor.goTo(after);
            } else {
                cursor.next();
            }
        }
        return Optional.empty();
    }

    private static String cut(String field) {
        return field.substring(0, Math.min(MAX_LENGTH, field.length()));
    }

    private static SpfField of(String result, String text, DecodingBudget budget) {
        return new SpfField(result.toLowerCase(Locale.ROOT), checked(text, budget));
    }

    private static Optional<String> checked(String text, DecodingBudget budget) {
        Cursor cursor = new Cursor(text, budget);
        for (; !cursor.atEnd(); cursor.next()) {
            if (!cursor.atBoundary()) {
                continue;
            }
            int at = cursor.at();
            for (String name : CHECKED) {
                if (cursor.skip(name)) {
                    Optional<String> value = name.endsWith(" ") ? domainOf(cursor) : value(cursor);
                    if (value.isPresent()) {
                        return value;
                    }
                    cursor.goTo(at);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(Cursor cursor) {
        if (!skipEquals(cursor)) {
            return Optional.empty();
        }
        cursor.skip(Characters::isBlank);
        cursor.skip(c -> c == '"' || c == '<');
        int from = cursor.at();
        int length = cursor.skip(c -> !Characters.isBlank(c) && ";\"<>".indexOf(c) < 0, MAX_ADDRESS);
        return length > 0 ? Optional.of(cursor.since(from)) : Optional.empty();
    }

    /** The domain of an address, or a domain alone, and then a blank. */
    private static Optional<String> domainOf(Cursor cursor) {
        int from = cursor.at();
        cursor.skip(c -> !Characters.isBlank(c), MAX_LOCAL_PART + 1 + MAX_DOMAIN);
        String address = cursor.since(from);
        int sign = address.lastIndexOf('@');
        String domain = address.substring(sign + 1);
        boolean fits = sign != 0 && sign <= MAX_LOCAL_PART && !domain.isEmpty() && domain.length() <= MAX_DOMAIN;
        return fits && cursor.here() == ' ' ? Optional.of(domain) : Optional.empty();
    }

    private static boolean skipEquals(Cursor cursor) {
        cursor.skip(Characters::isBlank);
        boolean is = cursor.here() == '=';
        if (is) {
            cursor.next();
        }
        return is;
    }
}
