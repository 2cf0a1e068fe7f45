package dev.imappoller.page;

import java.util.Locale;

/** How the page writes numbers, amounts and long texts. */
final class PageFormat {
    private static final int KIBI = 1024;

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

    /** A text that stays within a number of characters. */
    static String within(int most, String text) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
