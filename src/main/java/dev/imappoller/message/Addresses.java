package dev.imappoller.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the address in a field that names people (RFC 5322, section 3.4). */
final class Addresses {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>()\",;:@]{1,320}@[^\\s<>()\",;@]{1,320}");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"\\s*(?!@)");

    /** More of a field than the first address can take. */
    private static final int MAX_LENGTH = 4096;

    private Addresses() {}

    /** The first address in the field; an empty text for the null sender {@code <>} (RFC 5321, section 4.5.5). */
    static Optional<String> first(String field) {
        String text = field.substring(0, Math.min(MAX_LENGTH, field.length())).strip();
        if (text.equals("<>")) {
            return Optional.of("");
        }
        // What stands in quotes is a name, even if it looks like an address.
        String bare = QUOTED.matcher(text).replaceAll(" ");
        int open = bare.indexOf('<');
        int close = bare.indexOf('>', Math.max(0, open));
        int comma = bare.indexOf(',');
        if (open >= 0
                && close > open
                && (comma < 0
                        || open < comma
                        || !ADDRESS.matcher(bare.substring(0, comma)).find())) {
            Optional<String> inBrackets = find(bare.substring(open + 1, close));
            if (inBrackets.isPresent()) {
                return inBrackets;
            }
        }
        return find(bare).or(() -> find(text));
    }

    private static Optional<String> find(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** What comes after the at sign. */
    static Optional<String> domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 || at == address.length() - 1 ? Optional.empty() : Optional.of(address.substring(at + 1));
    }
}
