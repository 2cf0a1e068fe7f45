package dev.imappoller.message.header;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.Optional;

/** Finds the address in a field that names people (RFC 5322, section 3.4). */
public final class Addresses {
    /** More of a field than the first address can take. */
    private static final int MAX_LENGTH = 4096;

    /** For each side of the at sign; no server takes more (RFC 5321, section 4.5.3.1). */
    private static final int MAX_SIDE = 320;

    private Addresses() {}

    /** The first address in the field; an empty text for the null sender {@code <>} (RFC 5321, section 4.5.5). */
    public static Optional<String> first(String field, DecodingBudget budget) {
        String text = field.substring(0, Math.min(MAX_LENGTH, field.length())).strip();
        if (text.equals("<>")) {
            return Optional.of("");
        }
        // What stands in quotes is a name, and what stands in parentheses a comment, even if it looks like an address.
        String bare = withoutNames(text, budget);
        int open = bare.indexOf('<');
        int close = bare.indexOf('>', Math.max(0, open));
        int comma = bare.indexOf(',');
        if (open >= 0
                && close > open
                && (comma < 0
                        || open < comma
                        || find(bare.substring(0, comma), budget).isEmpty())) {
            Optional<String> inBrackets = find(bare.substring(open + 1, close), budget);
            if (inBrackets.isPresent()) {
                return inBrackets;
            }
        }
        return find(bare, budget).or(() -> find(text, budget));
    }

    /** A blank stands for each comment, and for each quoted text but for one that belongs to an address. */
    private static String withoutNames(String text, DecodingBudget budget) {
        StringBuilder bare = new StringBuilder();
        Cursor cursor = new Cursor(text, budget);
        int done = 0;
        while (!cursor.atEnd()) {
            int from = cursor.at();
            if (cursor.here() == '(') {
                skipComment(cursor);
                bare.append(text, done, from).append(' ');
                done = cursor.at();
                continue;
            }
            if (cursor.here() != '"') {
                cursor.next();
                continue;
            }
            if (!skipQuoted(cursor)) {
                break; // None ends where this one does not.
            }
            int closed = cursor.at();
            int blanks = cursor.skip(Characters::isBlank);
            if (cursor.here() == '@' && blanks == 0) {
                cursor.goTo(closed - 1); // The end of this one may be the beginning of another.
                continue;
            }
            bare.append(text, done, from).append(' ');
            done = cursor.here() == '@' ? cursor.at() - 1 : cursor.at();
        }
        return bare.append(text, done, text.length()).toString();
    }

    /** Goes over a comment and those in it; one that doesn't end goes on to the end of the text. */
    private static void skipComment(Cursor cursor) {
        int depth = 0;
        do {
            int c = cursor.here();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            cursor.next(c == '\\' ? 2 : 1);
        } while (depth > 0 && !cursor.atEnd());
    }

    /** Goes over a quoted text; false if it doesn't end. */
    private static boolean skipQuoted(Cursor cursor) {
        cursor.next();
        while (!cursor.atEnd() && cursor.here() != '"') {
            if (cursor.here() == '\\') {
                cursor.next();
            }
            cursor.next();
        }
        boolean ended = !cursor.atEnd();
        if (ended) {
            cursor.next();
        }
        return ended;
    }

    private static Optional<String> find(String text, DecodingBudget budget) {
        Cursor cursor = new Cursor(text, budget);
        int from = 0;
        while (!cursor.atEnd()) {
            int c = cursor.here();
            if (c == '@' && cursor.at() > from) {
                from = Math.max(from, cursor.at() - MAX_SIDE);
                cursor.next();
                if (cursor.skip(Addresses::mayStandAfterSign, MAX_SIDE) > 0) {
                    return Optional.of(cursor.since(from));
                }
                from = cursor.at();
            } else {
                cursor.next();
                from = mayStandBeforeSign(c) ? from : cursor.at();
            }
        }
        return Optional.empty();
    }

    private static boolean mayStandBeforeSign(int c) {
        return mayStandAfterSign(c) && c != ':';
    }

    private static boolean mayStandAfterSign(int c) {
        return !Characters.isBlank(c) && "<>()\",;@".indexOf(c) < 0;
    }

    /** What comes after the at sign. */
    public static Optional<String> domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 || at == address.length() - 1 ? Optional.empty() : Optional.of(address.substring(at + 1));
    }
}
