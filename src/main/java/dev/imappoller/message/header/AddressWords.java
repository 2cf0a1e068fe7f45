package dev.imappoller.message.header;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.Locale;
import java.util.Set;

/**
 * Decodes encoded words in a field that names people, once it is taken apart into names and addresses: what a word holds is part of a
 * name, whatever it looks like, and is quoted where it would be read as anything else (RFC 2047, section 6.2; RFC 5322, section 3.4).
 */
final class AddressWords {
    /** The fields that name people (RFC 5322, section 3.6; RFC 8098, RFC 4021). */
    private static final Set<String> FIELDS = Set.of(
            "apparently-to",
            "bcc",
            "cc",
            "disposition-notification-to",
            "errors-to",
            "from",
            "mail-followup-to",
            "mail-reply-to",
            "reply-to",
            "resent-bcc",
            "resent-cc",
            "resent-from",
            "resent-reply-to",
            "resent-sender",
            "resent-to",
            "return-receipt-to",
            "sender",
            "to",
            "x-original-from");

    /** None is longer. */
    private static final int MAX_NAME = 27;

    /** What ends a name that isn't quoted; a dot doesn't, as many write it (RFC 5322, section 4.1). */
    private static final String ENDS = "\"(<,;:@>)";

    /** What may not stand in a name without quotes (RFC 5322, section 3.2.3). */
    private static final String SPECIALS = "()<>[]:;@\\,.\"";

    private final Cursor cursor;
    private final EncodedWords words;
    private final int lastEnd;
    private final StringBuilder text = new StringBuilder();
    private boolean quotesEnd = true;
    private boolean commentsEnd = true;
    private int noWordBefore;

    private AddressWords(String octets, EncodedWords words, DecodingBudget budget) {
        this.cursor = new Cursor(octets, budget);
        this.words = words;
        this.lastEnd = octets.lastIndexOf("?=");
    }

    /** Whether the field of that name names people. */
    static boolean isIn(String name) {
        return name.length() <= MAX_NAME && FIELDS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Decodes the field, whose characters are octets, by what decodes its words. */
    static String decode(String octets, EncodedWords words, DecodingBudget budget) {
        return new AddressWords(octets, words, budget).decode();
    }

    private String decode() {
        while (!cursor.atEnd()) {
            int from = cursor.at();
            switch (cursor.here()) {
                case '"' -> quoted(from);
                case '(' -> comment(from);
                case '<' -> {
                    cursor.skip(c -> c != '>');
                    text.append(words.unencoded(cursor.since(from)));
                }
                case ',', ';', ':', '@', '>', ')' -> {
                    text.append((char) cursor.here());
                    cursor.next();
                }
                default -> {
                    skipWords();
                    name(cursor.since(from));
                }
            }
        }
        return Characters.onOneLine(text.toString());
    }

    /** A quoted text; a quotation mark without another is left out, or what follows would be read as quoted by some, and not by others. */
    private void quoted(int from) {
        cursor.next();
        while (quotesEnd && !cursor.atEnd() && cursor.here() != '"') {
            cursor.next(cursor.here() == '\\' ? 2 : 1);
        }
        quotesEnd = quotesEnd && !cursor.atEnd();
        if (quotesEnd) {
            cursor.next();
            text.append(words.decode(cursor.since(from), EncodedWords.Place.QUOTED));
        } else {
            cursor.goTo(from + 1);
        }
    }

    /** A comment, and those in it; one that doesn't end is none. */
    private void comment(int from) {
        cursor.next();
        int depth = 1;
        while (commentsEnd && !cursor.atEnd() && depth > 0) {
            int c = cursor.here();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            cursor.next(c == '\\' ? 2 : 1);
        }
        commentsEnd = commentsEnd && depth == 0;
        if (commentsEnd) {
            text.append(words.decode(cursor.since(from), EncodedWords.Place.COMMENT));
        } else {
            cursor.goTo(from + 1);
        }
    }

    /** Goes over words, encoded or not, up to what ends a name; what stands in an encoded word ends none. */
    private void skipWords() {
        while (!cursor.atEnd() && ENDS.indexOf(cursor.here()) < 0) {
            boolean mayBegin = cursor.at() >= noWordBefore && cursor.at() < lastEnd;
            if (mayBegin && cursor.here() == '=' && cursor.after() == '?') {
                skipEncodedWord();
            } else {
                cursor.next();
            }
        }
    }

    /** QUIRK: some mailers leave blanks and commas in a word as they are. What would make up an address is not taken as part of one. */
    private void skipEncodedWord() {
        int from = cursor.at();
        int questions = 0;
        cursor.next();
        while (!cursor.atEnd() && "<>@\"".indexOf(cursor.here()) < 0) {
            questions += cursor.here() == '?' ? 1 : 0;
            boolean ends = questions > 3 && cursor.here() == '?' && cursor.after() == '=';
            cursor.next(ends ? 2 : 1);
            if (ends) {
                return;
            }
        }
        noWordBefore = cursor.at(); // None that begins before would end either.
        cursor.goTo(from + 1);
    }

    /** A name, or what stands before an at sign. */
    private void name(String piece) {
        int from = 0;
        int to = piece.length();
        if (cursor.here() == '@') {
            // The last word belongs to an address, where nothing is encoded (RFC 2047, section 5).
            while (to > 0 && !Characters.isBlank(piece.charAt(to - 1))) {
                to--;
            }
        }
        int end = to;
        while (from < end && Characters.isBlank(piece.charAt(from))) {
            from++;
        }
        while (end > from && Characters.isBlank(piece.charAt(end - 1))) {
            end--;
        }
        String name = piece.substring(from, end);
        text.append(piece, 0, from);
        if (name.contains("=?")) {
            String decoded = words.decode(name, EncodedWords.Place.TEXT);
            text.append(decoded.equals(name) || !needsQuotes(decoded) ? decoded : quote(decoded));
        } else {
            text.append(words.unencoded(name));
        }
        text.append(words.unencoded(piece.substring(end)));
    }

    private static boolean needsQuotes(String name) {
        return name.contains("=?") || name.chars().anyMatch(c -> SPECIALS.indexOf(c) >= 0);
    }

    private static String quote(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
