package dev.imappoller.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command as a client sent it.
 *
 * @param text without the tag and the line end; literals stand in it as quoted strings
 */
public record ImapCommand(String tag, String text) {
    /** The verb of what the server says first of all. */
    public static final String GREETING = "GREETING";

    /** Such as SELECT, UID SEARCH, UID FETCH or UID STORE. */
    public String verb() {
        List<String> words = words();
        String first = words.isEmpty() ? "" : words.get(0).toUpperCase(Locale.ROOT);
        return first.equals("UID") && words.size() > 1 ? "UID " + words.get(1).toUpperCase(Locale.ROOT) : first;
    }

    /** Whether its verb is one of these. */
    public boolean is(String... verbs) {
        return List.of(verbs).contains(verb());
    }

    /** Whether it logs in. */
    public boolean isLogin() {
        return is("LOGIN", "AUTHENTICATE");
    }

    /** Whether it asks for messages, and not only for their sizes or flags. */
    public boolean fetchesMessages() {
        return is("UID FETCH") && text.contains("BODY");
    }

    /** Whether it asks for sizes. */
    public boolean asksForSizes() {
        return is("UID FETCH") && text.contains("RFC822.SIZE");
    }

    /** The words after the verb; a parenthesized list is one word, a quoted string its content. */
    public List<String> arguments() {
        List<String> words = words();
        int verbs = verb().startsWith("UID ") ? 2 : 1;
        return words.subList(Math.min(verbs, words.size()), words.size());
    }

    /** Whether its set of UIDs has this one. */
    public boolean names(long uid) {
        return verb().startsWith("UID ")
                && !arguments().isEmpty()
                && inSet(arguments().get(0), uid, Long.MAX_VALUE);
    }

    /** How many UIDs its set may name, counted without looking at what is there. */
    public long setSize() {
        long size = 0;
        for (String range : arguments().get(0).split(",")) {
            String[] ends = range.split(":");
            size += ends.length == 1 ? 1 : Math.abs(number(ends[1], 0) - number(ends[0], 0)) + 1;
        }
        return size;
    }

    /** Whether a sequence-set (RFC 9051, section 9) has a number. */
    static boolean inSet(String set, long uid, long largest) {
        for (String range : set.split(",")) {
            String[] ends = range.split(":");
            long one = number(ends[0], largest);
            long other = number(ends[ends.length - 1], largest);
            if (uid >= Math.min(one, other) && uid <= Math.max(one, other)) {
                return true;
            }
        }
        return false;
    }

    private static long number(String text, long largest) {
        return text.equals("*") ? largest : Long.parseLong(text);
    }

    private List<String> words() {
        return words(text);
    }

    /** Splits at spaces that stand outside of quotes and parentheses. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (quoted && next == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (next == '"') {
                quoted = !quoted;
                begun = true;
            } else if (next == ' ' && !quoted && depth == 0) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                depth += quoted ? 0 : next == '(' || next == '[' ? 1 : next == ')' || next == ']' ? -1 : 0;
                word.append(next);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
