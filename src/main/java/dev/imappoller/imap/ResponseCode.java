package dev.imappoller.imap;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A response code (RFC 9051, section 7.1), the word in brackets that tells a program what a NO or BYE means. */
record ResponseCode(String word) {
    private static final Pattern CODE = Pattern.compile("^\\s*\\[([A-Za-z0-9-]+)[^\\]]*\\]");

    /** RFC 5530's temporary ones, and QUIRK: Gmail's OVERQUOTA and THROTTLED for too much use in a day. */
    private static final Set<String> THROTTLING = Set.of("UNAVAILABLE", "LIMIT", "INUSE", "THROTTLED", "OVERQUOTA");

    /** The code at the beginning of a response's text. */
    static Optional<ResponseCode> in(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? Optional.of(new ResponseCode(code.group(1).toUpperCase(Locale.ROOT))) : Optional.empty();
    }

    boolean isThrottling() {
        return THROTTLING.contains(word);
    }
}
