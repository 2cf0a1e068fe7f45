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

    /**
     * QUIRK: Gmail and others have a code that any alert has, or none, for too many connections; Microsoft 365 takes the login then,
     * and answers BAD to whatever comes next. Taken for a wrong password it would be said so, and the account left alone for hours.
     */
    private static final Pattern THROTTLING_WORDS = Pattern.compile(
            "too many (simultaneous |concurrent |open )?(imap )?connections"
                    + "|account exceeded command or bandwidth limits"
                    + "|user is authenticated but not connected",
            Pattern.CASE_INSENSITIVE);

    /** The code at the beginning of a response's text. */
    private static Optional<ResponseCode> in(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? Optional.of(new ResponseCode(code.group(1).toUpperCase(Locale.ROOT))) : Optional.empty();
    }

    /** Whether a server that says so asks to come back later. */
    static boolean isThrottling(String text) {
        return in(text).filter(code -> THROTTLING.contains(code.word())).isPresent()
                || THROTTLING_WORDS.matcher(text).find();
    }
}
