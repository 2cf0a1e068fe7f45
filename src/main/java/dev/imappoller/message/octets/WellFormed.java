package dev.imappoller.message.octets;

/** Text without what can't be told in UTF-8: U+FFFD stands for surrogates without a partner and for NUL. */
public final class WellFormed {
    public static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The text with NUL and each half of a surrogate pair that stands alone replaced. */
    public static String text(CharSequence text) {
        return isWellFormed(text) ? text.toString() : repaired(text);
    }

    private static boolean isWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String repaired(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(Character.isSurrogate(c) || c == 0 ? REPLACEMENT : c);
            }
        }
        return out.toString();
    }
}
