package dev.imappoller.page;

import java.util.Locale;

/** How the page writes numbers, amounts and long texts. */
final class PageFormat {
    private static final int KIBI = 1024;
    private static final int REPLACEMENT = 0xFFFD;

    private PageFormat() {}

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String size(long octets) {
        double kibibytes = (double) octets / KIBI;
        return kibibytes < KIBI
                ? String.format(Locale.ROOT, "%.0f KiB", kibibytes)
                : String.format(Locale.ROOT, "%.1f MiB", kibibytes / KIBI);
    }

    /**
     * A text as a string in JSON. It consists of letters, digits and a few signs of US-ASCII, so nothing in it ends an element or an
     * attribute, whether it is escaped once, twice or not at all.
     */
    static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || " -_.@/".indexOf(c) >= 0) {
                json.append(c);
            } else {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return json.append('"').toString();
    }

    /** A text without characters that are not seen but change how others are shown, such as those for the writing direction. */
    static String readable(String text) {
        StringBuilder readable = new StringBuilder();
        text.codePoints().forEach(character -> readable.appendCodePoint(isSeen(character) ? character : REPLACEMENT));
        return readable.toString();
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A text that stays within a number of characters. */
    static String within(int most, String text) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
