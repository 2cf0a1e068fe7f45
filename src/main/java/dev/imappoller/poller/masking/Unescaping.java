package dev.imappoller.poller.masking;

import java.util.Locale;
import java.util.Map;

/**
 * Undoes escapes, whatever kind they are of: {@code %XX}, {@code %uXXXX}, {@code =XX}, {@code 0xXX}, entities of HTML, and what follows a
 * backslash in IMAP, JSON and C. Octets become characters of ISO 8859-1.
 */
final class Unescaping {
    private static final Map<String, Character> ENTITIES =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "sol", '/', "plus", '+', "equals", '=');

    private static final int LONGEST_ENTITY = 8;

    private final MappedText source;
    private final String text;
    private final MappedText.Builder made;
    private int at;

    private Unescaping(MappedText source) {
        this.source = source;
        this.text = source.text();
        this.made = new MappedText.Builder(source);
    }

    /** One layer of them. */
    static MappedText once(MappedText text) {
        return new Unescaping(text).all();
    }

    private MappedText all() {
        boolean any = text.chars().anyMatch(c -> c == '%' || c == '=' || c == '&' || c == '\\' || c == 'x');
        if (!any) {
            return source;
        }
        while (at < text.length()) {
            boolean undone = switch (text.charAt(at)) {
                case '%' -> code(1, 2, 16) || at + 1 < text.length() && text.charAt(at + 1) == 'u' && code(2, 4, 16);
                case '=' -> code(1, 2, 16);
                case '0' -> text.startsWith("x", at + 1) && code(2, 2, 16);
                case '&' -> entity();
                case '\\' -> backslash();
                default -> false;
            };
            if (!undone) {
                put(text.charAt(at), 1);
            }
        }
        return made.build();
    }

    private void put(char c, int length) {
        made.add(c, at, at + length);
        at += length;
    }

    /** A character by its number: so many digits after so many characters. */
    private boolean code(int after, int digits, int radix) {
        int value = number(at + after, digits, radix);
        if (value < 0 || value > Character.MAX_VALUE) {
            return false;
        }
        put((char) value, after + digits);
        return true;
    }

    private int number(int from, int digits, int radix) {
        if (digits == 0 || from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private boolean backslash() {
        if (at + 1 == text.length()) {
            return false;
        }
        char next = text.charAt(at + 1);
        if (next == 'u' && code(2, 4, 16) || next == 'x' && code(2, 2, 16) || code(1, 3, 8)) {
            return true;
        }
        boolean control = "nrtbf".indexOf(next) >= 0;
        put(control ? '\n' : next, 2);
        return true;
    }

    private boolean entity() {
        if (text.startsWith("#", at + 1)) {
            boolean hex = at + 2 < text.length() && (text.charAt(at + 2) == 'x' || text.charAt(at + 2) == 'X');
            int after = hex ? 3 : 2;
            int digits = digits(at + after, hex ? 16 : 10);
            int length = after + digits;
            boolean closed = at + length < text.length() && text.charAt(at + length) == ';';
            int value = number(at + after, digits, hex ? 16 : 10);
            if (value < 0 || value > Character.MAX_VALUE) {
                return false;
            }
            put((char) value, closed ? length + 1 : length);
            return true;
        }
        int end = text.indexOf(';', at);
        if (end < 0 || end - at > LONGEST_ENTITY) {
            return false;
        }
        Character named = ENTITIES.get(text.substring(at + 1, end).toLowerCase(Locale.ROOT));
        if (named == null) {
            return false;
        }
        put(named, end + 1 - at);
        return true;
    }

    private int digits(int from, int radix) {
        int digits = 0;
        while (digits < 6
                && from + digits < text.length()
                && text.charAt(from + digits) < 0x80
                && Character.digit(text.charAt(from + digits), radix) >= 0) {
            digits++;
        }
        return digits;
    }
}
