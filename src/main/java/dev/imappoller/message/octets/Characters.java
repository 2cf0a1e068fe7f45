package dev.imappoller.message.octets;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.IntPredicate;

/**
 * Looks at text from others character by character. No regular expression does that here: they go back and try again,
 * so that a short text may take them hours.
 */
public final class Characters {
    private static final String BLANKS = " \t\n\u000B\f\r";

    private Characters() {}

    /** A blank or a line end, of US-ASCII. */
    public static boolean isBlank(int c) {
        return BLANKS.indexOf(c) >= 0;
    }

    /** A control character of US-ASCII. */
    public static boolean isControl(int c) {
        return c < ' ' || c == 127;
    }

    /** A control character of US-ASCII or beyond, or what ends a line or a paragraph in Unicode. */
    public static boolean isUnprintable(int c) {
        return isControl(c) || c >= 0x80 && c <= 0x9f || c == 0x2028 || c == 0x2029;
    }

    /** A digit of US-ASCII. */
    public static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A letter of US-ASCII. */
    public static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** A letter or digit of US-ASCII. */
    public static boolean isAlphanumeric(int c) {
        return isLetter(c) || isDigit(c);
    }

    /** Whether there are so many characters, and each is of that kind. */
    public static boolean all(String text, int least, int most, IntPredicate kind) {
        return text.length() >= least && text.length() <= most && text.chars().allMatch(kind);
    }

    /** What stands between white space. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(text);
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    /** Without the characters of that kind. */
    public static String without(String text, IntPredicate kind) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!kind.test(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    /** On one line: each run of control characters and line ends becomes a blank. */
    public static String onOneLine(String text) {
        return isPrintable(text) ? text : joined(text);
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnprintable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String joined(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean control = isUnprintable(text.charAt(i));
            if (!control) {
                line.append(text.charAt(i));
            } else if (i == 0 || !isUnprintable(text.charAt(i - 1))) {
                line.append(' ');
            }
        }
        return line.toString();
    }

    /** The beginning, up to the first character of that kind. */
    public static String before(String text, IntPredicate kind) {
        int end = 0;
        while (end < text.length() && !kind.test(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /** What stands between the separators, one more than there are of them; any of it may be empty. */
    public static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
