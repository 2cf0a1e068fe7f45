package dev.imappoller.message.reply;

import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The copy of a header that mail programs put above the message that is replied to or forwarded, and the line above that. */
final class ReplyHeader {
    /** How a copy begins. */
    enum Kind {
        /** None begins there. */
        NONE,
        /** With its fields. */
        BARE,
        /** With a line above its fields: many underscores, words between hyphens, or Apple Mail's words. */
        DIVIDED
    }

    /** One of these begins the line above it. */
    private static final String DIVIDERS = "_-";

    /** The longest of the words. */
    private static final int MAX_WORDS = 40;

    /** One of these begins it, or Apple Mail's words: most lines begin otherwise, and need not be looked at. */
    private static final String FIRST_CHARACTERS = Stream.concat(
                    ReplyWords.FROM.stream(), ReplyWords.FORWARDED.stream())
            .map(words -> words.substring(0, 1))
            .distinct()
            .collect(Collectors.joining());

    /** From, date, to, copies, subject, and one of them folded. */
    private static final int LINES = 7;

    /** Fields in whatever language, below a divider. */
    private static final int FEWEST_FIELDS = 3;

    private static final int FEWEST_UNDERSCORES = 20;

    /** Of a line of words between hyphens. */
    private static final int MAX_DIVIDER = 120;

    private ReplyHeader() {}

    /** What begins at that line. */
    static Kind kind(List<String> lines, int at, String line, DecodingBudget budget) {
        budget.step();
        int from = 0;
        while (from < line.length() && isBefore(line.charAt(from))) {
            from++;
        }
        budget.spend(from);
        if (from == line.length()) {
            return Kind.NONE;
        }
        if (DIVIDERS.indexOf(line.charAt(from)) >= 0) {
            boolean divided = isDivider(line.strip(), budget)
                    && ReplyText.firstWithText(lines, at + 1, budget)
                            .filter(below -> isAt(lines, below, budget) || isLikeOne(lines, below, budget))
                            .isPresent();
            return divided ? Kind.DIVIDED : Kind.NONE;
        }
        if (FIRST_CHARACTERS.indexOf(line.charAt(from)) < 0) {
            return Kind.NONE;
        }
        if (name(line, from, budget).filter(ReplyWords.FORWARDED::contains).isPresent()) {
            return Kind.DIVIDED;
        }
        return isAt(lines, at, budget) ? Kind.BARE : Kind.NONE;
    }

    private static boolean isBefore(int c) {
        return ReplyWords.isBlank(c) || c == '*';
    }

    private static boolean isAt(List<String> lines, int at, DecodingBudget budget) {
        if (!isField(lines.get(at), ReplyWords.FROM, true, budget)) {
            return false;
        }
        List<String> block = lines.subList(at, Math.min(lines.size(), at + LINES));
        return block.stream().anyMatch(line -> isField(line, ReplyWords.DATE, true, budget))
                && block.stream().anyMatch(line -> isField(line, ReplyWords.SUBJECT, false, budget));
    }

    /** Whether fields with an address among them are there, in whatever language. */
    private static boolean isLikeOne(List<String> lines, int at, DecodingBudget budget) {
        if (lines.size() - at < FEWEST_FIELDS) {
            return false;
        }
        List<String> block = lines.subList(at, at + FEWEST_FIELDS);
        return block.stream().allMatch(line -> name(line, 0, budget).isPresent())
                && block.stream().anyMatch(line -> line.indexOf('@') >= 0);
    }

    private static boolean isDivider(String line, DecodingBudget budget) {
        Cursor cursor = new Cursor(line, budget);
        if (cursor.skip(c -> c == '_') >= FEWEST_UNDERSCORES) {
            return cursor.atEnd();
        }
        cursor.goTo(0);
        return cursor.skip(c -> c == '-') >= 2
                && !cursor.atEnd()
                && line.length() <= MAX_DIVIDER
                && line.endsWith("--");
    }

    /** Whether it is a field of one of these names, which may be in bold as Markdown has it. */
    private static boolean isField(String line, Set<String> names, boolean withText, DecodingBudget budget) {
        Optional<String> name = name(line, 0, budget);
        if (name.isEmpty() || !names.contains(name.get())) {
            return false;
        }
        return !withText || line.chars().skip(colon(line) + 1L).anyMatch(c -> !isBefore(c));
    }

    /** What stands before a colon near the beginning of the line. */
    private static Optional<String> name(String line, int from, DecodingBudget budget) {
        Cursor cursor = new Cursor(line, budget);
        cursor.goTo(from);
        cursor.skip(ReplyHeader::isBefore);
        int begin = cursor.at();
        cursor.skip(c -> !ReplyWords.isColon(c), MAX_WORDS);
        int end = cursor.at();
        if (!ReplyWords.isColon(cursor.here())) {
            return Optional.empty();
        }
        while (end > begin && isBefore(line.charAt(end - 1))) {
            end--;
        }
        return end == begin ? Optional.empty() : Optional.of(line.substring(begin, end));
    }

    private static int colon(String line) {
        int at = 0;
        while (!ReplyWords.isColon(line.charAt(at))) {
            at++;
        }
        return at;
    }
}
