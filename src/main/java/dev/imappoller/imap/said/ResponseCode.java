package dev.imappoller.imap.said;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A response code (RFC 9051, section 7.1), the word in brackets that tells a program what a NO or BYE means; in capital letters. */
public record ResponseCode(String word) {
    /** Those of RFC 9051 and RFC 5530, and of Gmail, Microsoft 365, and proxies that say RFC 3206's. Others are not shown to anybody. */
    private static final Set<String> KNOWN = Set.of(
            "ALERT",
            "ALREADYEXISTS",
            "AUTH",
            "AUTHENTICATIONFAILED",
            "AUTHORIZATIONFAILED",
            "BADCHARSET",
            "BADEVENT",
            "CANNOT",
            "CAPABILITY",
            "CLIENTBUG",
            "CLOSED",
            "CONTACTADMIN",
            "CORRUPTION",
            "EXPIRED",
            "EXPUNGEISSUED",
            "HASCHILDREN",
            "HIGHESTMODSEQ",
            "INPROGRESS",
            "INUSE",
            "LIMIT",
            "LOGIN-DELAY",
            "MAILBOXID",
            "MODIFIED",
            "NOMODSEQ",
            "NONEXISTENT",
            "NOPERM",
            "NOTSAVED",
            "OVERQUOTA",
            "PARSE",
            "PERMANENTFLAGS",
            "PRIVACYREQUIRED",
            "READ-ONLY",
            "READ-WRITE",
            "REFERRAL",
            "SERVERBUG",
            "SYS/PERM",
            "SYS/TEMP",
            "TEMPFAIL",
            "THROTTLED",
            "TOOBIG",
            "TRYCREATE",
            "UIDNEXT",
            "UIDNOTSTICKY",
            "UIDVALIDITY",
            "UNAVAILABLE",
            "UNKNOWN-CTE",
            "UNSEEN",
            "USEATTR",
            "WEBALERT",
            "WEBLOGIN");

    /** No code is longer. */
    private static final int LONGEST = 40;

    /** The code at the beginning of a response's text; empty if there is none that is known. */
    public static Optional<ResponseCode> in(String text) {
        int begin = 0;
        while (begin < text.length() && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        if (begin == text.length() || text.charAt(begin) != '[') {
            return Optional.empty();
        }
        int end = begin + 1;
        while (end < text.length() && end - begin <= LONGEST && isOfAWord(text.charAt(end))) {
            end++;
        }
        boolean ends = end < text.length() && (text.charAt(end) == ']' || text.charAt(end) == ' ');
        return Optional.of(text.substring(begin + 1, end).toUpperCase(Locale.ROOT))
                .filter(word -> ends && KNOWN.contains(word))
                .map(ResponseCode::new);
    }

    private static boolean isOfAWord(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '/';
    }
}
