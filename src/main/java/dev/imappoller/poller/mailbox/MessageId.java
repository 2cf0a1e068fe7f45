package dev.imappoller.poller.mailbox;

/** A Message-ID as a person writes it (RFC 5322, section 3.6.4): with its angle brackets, or without them. */
public record MessageId(String text) {
    /** Some servers take no lines that are much longer. */
    private static final int LONGEST_SEARCHED = 200;

    public MessageId {
        text = text.strip();
    }

    /** Whether a message with this Message-ID field is meant. */
    public boolean is(String field) {
        return field.equals(text) || field.equals("<" + text + ">");
    }

    /**
     * The longest part of it that can stand in a quoted string as it is (RFC 9051, section 9), to be searched for: a sender may have
     * written anything. Empty if there is none.
     */
    public String searchable() {
        int longestFrom = 0;
        int longest = 0;
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !isPlain(text.charAt(at))) {
                if (at - from > longest) {
                    longestFrom = from;
                    longest = at - from;
                }
                from = at + 1;
            }
        }
        return text.substring(longestFrom, longestFrom + Math.min(longest, LONGEST_SEARCHED));
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 127 && c != '"' && c != '\\';
    }
}
