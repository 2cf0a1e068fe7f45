package dev.imappoller.message.octets;

/** Octets written as two hexadecimal digits; lower case is taken too, as many mailers write it. */
public final class Hex {
    private Hex() {}

    /** The octet written at that place of the text, or -1 if there is none. */
    public static int octet(CharSequence text, int at) {
        return at + 1 < text.length() ? octet(text.charAt(at), text.charAt(at + 1)) : -1;
    }

    /** The octet of the two digits, or -1 if one is none. */
    public static int octet(int high, int low) {
        int first = digit(high);
        int second = digit(low);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }

    private static int digit(int character) {
        // Not Character.digit alone: it also takes the digits of other scripts.
        return character < 128 ? Character.digit(character, 16) : -1;
    }
}
