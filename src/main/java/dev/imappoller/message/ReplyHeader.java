package dev.imappoller.message;

import java.util.List;
import java.util.Set;

/** The copy of a header that Outlook and others put above the message that is replied to. */
final class ReplyHeader {
    /** One of these begins it, or the line above it. */
    static final String FIRST_CHARACTERS = "FVD*_-";

    private static final Set<String> FROM = Set.of("From", "Von", "De");
    private static final Set<String> DATE =
            Set.of("Sent", "Date", "Gesendet", "Datum", "Envoyé", "Enviado", "Enviado el", "Fecha");
    private static final Set<String> SUBJECT = Set.of("Subject", "Betreff", "Objet", "Asunto");

    private static final Set<String> ORIGINAL = Set.of(
            "original message",
            "ursprüngliche nachricht",
            "message d'origine",
            "message d’origine",
            "mensaje original");

    /** The longest of the words above. */
    private static final int MAX_WORDS = 23;

    /** From, date, to, copies, subject, and one of them folded. */
    private static final int LINES = 7;

    private static final int FEWEST_UNDERSCORES = 20;

    private ReplyHeader() {}

    /** Whether one begins on that line. */
    static boolean isAt(List<String> lines, int at, DecodingBudget budget) {
        if (!isField(lines.get(at), FROM, true, budget)) {
            return false;
        }
        List<String> block = lines.subList(at, Math.min(lines.size(), at + LINES));
        return block.stream().anyMatch(line -> isField(line, DATE, true, budget))
                && block.stream().anyMatch(line -> isField(line, SUBJECT, false, budget));
    }

    /** Whether the line is the one above it: many underscores, or words between hyphens. */
    static boolean isDivider(String line, DecodingBudget budget) {
        Cursor cursor = new Cursor(line, budget);
        if (cursor.skip(c -> c == '_') >= FEWEST_UNDERSCORES) {
            return cursor.atEnd();
        }
        cursor.goTo(0);
        if (cursor.skip(c -> c == '-') < 2) {
            return false;
        }
        int from = cursor.at();
        cursor.skip(c -> c != '-');
        String words = cursor.since(from);
        return cursor.skip(c -> c == '-') >= 2
                && cursor.atEnd()
                && ORIGINAL.contains(words.length() > 4 * MAX_WORDS ? "" : lowerCase(words.strip()));
    }

    private static String lowerCase(String words) {
        StringBuilder lower = new StringBuilder(words);
        for (int i = 0; i < words.length(); i++) {
            if (Characters.isLetter(words.charAt(i))) {
                lower.setCharAt(i, Character.toLowerCase(words.charAt(i)));
            }
        }
        return lower.toString();
    }

    /** Whether it is a field of one of these names, which may be in bold as Markdown has it. */
    private static boolean isField(String line, Set<String> names, boolean withText, DecodingBudget budget) {
        Cursor cursor = new Cursor(line, budget);
        cursor.skip(Character::isWhitespace);
        cursor.skip("*");
        int from = cursor.at();
        cursor.skip(c -> c != ':', MAX_WORDS);
        String name = cursor.since(from);
        if (cursor.here() != ':' || name.isEmpty()) {
            return false;
        }
        cursor.next();
        cursor.skip("*");
        boolean text = Characters.isBlank(cursor.here()) && hasMore(cursor);
        int last = name.length() - 1;
        String bare = Characters.isBlank(name.charAt(last)) ? name.substring(0, last) : name;
        return names.contains(bare) && (text || !withText);
    }

    private static boolean hasMore(Cursor cursor) {
        cursor.skip(Character::isWhitespace);
        return !cursor.atEnd();
    }
}
