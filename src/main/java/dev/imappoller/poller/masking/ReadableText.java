package dev.imappoller.poller.masking;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells sentences from text that is not for people: HTML, hex dumps, stack traces, JSON, octets. Each check reads the text once. */
final class ReadableText {
    private static final Set<String> TAGS = Set.of(
            "html",
            "head",
            "body",
            "title",
            "meta",
            "link",
            "style",
            "script",
            "div",
            "span",
            "table",
            "tr",
            "td",
            "p",
            "br",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "pre",
            "center",
            "a",
            "b",
            "i",
            "ul",
            "li",
            "img",
            "font",
            "!doctype",
            "?xml",
            "!--",
            "soap:envelope",
            "error",
            "svg",
            "iframe",
            "form",
            "input");

    private static final List<String> TRACES = List.of(
            ".java:",
            ".kt:",
            ".scala:",
            ".py\", line",
            ".cs:line",
            ".go:",
            ".php:",
            ".php on line",
            ".rb:",
            ".pl line",
            "traceback (most",
            "stack trace",
            "goroutine ",
            "(native method)",
            "\tat ",
            "\n at ",
            "\n    at ");

    /** Shorter ones are words or numbers, such as a port. */
    private static final int SHORTEST_DUMP = 16;

    private static final int FEWEST_DUMPED_WORDS = 8;

    /** Names of services and requests may be as long, but not longer. */
    private static final int SHORTEST_BASE64 = 60;

    private ReadableText() {}

    static boolean isOne(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return !isMarkup(lower)
                && !isDump(lower)
                && !isBinary(text)
                && TRACES.stream().noneMatch(lower::contains);
    }

    /** Whether a character can be seen, and only that. */
    static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A tag of HTML or XML, or a text that begins as JSON does. */
    private static boolean isMarkup(String lower) {
        if (lower.stripLeading().startsWith("{")) {
            return true;
        }
        for (int open = lower.indexOf('<'); open >= 0; open = lower.indexOf('<', open + 1)) {
            int begin = open + 1 < lower.length() && lower.charAt(open + 1) == '/' ? open + 2 : open + 1;
            int end = begin;
            while (end < lower.length() && end - begin < 20 && !isEndOfTagName(lower.charAt(end))) {
                end++;
            }
            if (TAGS.contains(lower.substring(begin, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEndOfTagName(char c) {
        return c == '>' || c == '/' || c == '<' || Character.isWhitespace(c);
    }

    /** Octets in hexadecimal, octal or decimal: many words of such digits in a row, or mostly such words. */
    private static boolean isDump(String lower) {
        int visible = 0;
        int digits = 0;
        int inARow = 0;
        int mostInARow = 0;
        int begin = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i < lower.length() && !isBetween(lower.charAt(i))) {
                visible++;
                continue;
            }
            int length = i - begin;
            if (length > 0) {
                boolean dumped = isHex(lower, begin, i);
                inARow = dumped && length % 2 == 0 ? inARow + 1 : 0;
                mostInARow = Math.max(mostInARow, inARow);
                digits += dumped && length > 1 ? length : 0;
            }
            begin = i + 1;
        }
        boolean mostly = digits >= SHORTEST_DUMP && digits * 2 > visible;
        return mostInARow >= FEWEST_DUMPED_WORDS || mostly;
    }

    /** Whether so many digits of hexadecimal, or letters of base64, stand in a row that they are octets. */
    static boolean holdsOctets(CharSequence word) {
        int hex = 0;
        int base64 = 0;
        for (int i = 0; i < word.length() && hex < SHORTEST_DUMP && base64 < SHORTEST_BASE64; i++) {
            char c = word.charAt(i);
            hex = c < 0x80 && Character.digit(c, 16) >= 0 ? hex + 1 : 0;
            base64 = c < 0x80 && Character.isLetterOrDigit(c) || c == '+' || c == '=' || c == '_' ? base64 + 1 : 0;
        }
        return hex == SHORTEST_DUMP || base64 == SHORTEST_BASE64;
    }

    private static boolean isBetween(char c) {
        return Character.isWhitespace(c) || c == ':' || c == ',' || c == '|' || c == '-' || c == ';' || c == '\\';
    }

    private static boolean isHex(String lower, int begin, int end) {
        int from = end - begin > 2 && lower.startsWith("0x", begin) ? begin + 2 : begin;
        for (int i = from; i < end; i++) {
            char c = lower.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** More than a tenth of it are characters that no text has. */
    private static boolean isBinary(String text) {
        long odd = text.codePoints()
                .filter(c -> c == 0xfffd
                        || Character.isISOControl(c) && !Character.isWhitespace(c)
                        || Character.getType(c) == Character.UNASSIGNED
                        || Character.getType(c) == Character.PRIVATE_USE
                        || Character.getType(c) == Character.SURROGATE)
                .count();
        return odd * 10 > text.length();
    }
}
