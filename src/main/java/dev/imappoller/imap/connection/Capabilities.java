package dev.imappoller.imap.connection;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** A server's capabilities (RFC 9051, section 7.2.2), from whichever response tells them. */
final class Capabilities {
    /** No server has half as many; the others are left out. */
    private static final int MOST = 500;

    private static final String WORD = "CAPABILITY";

    private Capabilities() {}

    /** Of {@code * CAPABILITY IMAP4rev1 IDLE}; the key is the name in upper case, and the value as it was written. */
    static Optional<Map<String, String>> ofResponse(String response) {
        String text = response.strip();
        if (!text.startsWith("*")) {
            return Optional.empty();
        }
        String rest = text.substring(1).strip();
        return startsWithWord(rest, 0) ? Optional.of(named(rest.substring(WORD.length()))) : Optional.empty();
    }

    /** Of the response code in {@code A1 OK [CAPABILITY IMAP4rev1 IDLE] done}. */
    static Optional<Map<String, String>> ofCode(String response) {
        for (int from = response.indexOf('['); from >= 0; from = response.indexOf('[', from + 1)) {
            if (startsWithWord(response, from + 1)) {
                int to = response.indexOf(']', from);
                String list = response.substring(from + 1 + WORD.length(), to < 0 ? response.length() : to);
                return Optional.of(named(list));
            }
        }
        return Optional.empty();
    }

    private static boolean startsWithWord(String text, int from) {
        int end = from + WORD.length();
        return text.regionMatches(true, from, WORD, 0, WORD.length())
                && (text.length() == end || text.charAt(end) <= ' ' || text.charAt(end) == ']');
    }

    private static Map<String, String> named(String list) {
        Map<String, String> named = new HashMap<>();
        StringTokenizer words = new StringTokenizer(list);
        while (words.hasMoreTokens() && named.size() < MOST) {
            String word = words.nextToken();
            named.put(word.toUpperCase(Locale.ROOT), word);
        }
        return named;
    }
}
