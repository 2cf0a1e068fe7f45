package dev.imappoller.message.reply;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.function.IntPredicate;

/** The line, or the few, that a mail program writes above what it quotes: when it was written, and by whom. */
final class ReplyIntroduction {
    /** Mailers fold it, and names can be long. */
    private static final int MAX_LINES = 4;

    private static final int MAX_LENGTH = 500;

    private final Lines lines;
    private final DecodingBudget budget;

    /** The first line from the last place asked for on that ends with a colon; behind all where there is none. */
    private int colon = -1;

    ReplyIntroduction(Lines lines, DecodingBudget budget) {
        this.lines = lines;
        this.budget = budget;
    }

    /** How many lines the one takes that begins there; 0 if none does. Places must be asked for in their order. */
    int linesAt(int at) {
        if (colon < at) {
            colon = at;
            while (colon < lines.size() && !ReplyWords.isColon(lines.lastVisible(colon))) {
                budget.spend(1 + lines.next(colon) - lines.start(colon));
                colon++;
            }
        }
        int count = colon - at + 1;
        if (colon >= lines.size() || count > MAX_LINES || count > 1 && !mayBegin(at) || !isWhole(at)) {
            return 0;
        }
        for (int i = at + 1; i <= colon; i++) {
            if (beginsWithStart(lines.get(i)) && isWhole(i)) {
                return 0; // What stands above it is no part of it.
            }
        }
        return count;
    }

    /** Whether one stands from there to the colon. */
    private boolean isWhole(int at) {
        StringBuilder joined = new StringBuilder();
        for (int i = at; i <= colon; i++) {
            String line = lines.get(i).strip();
            budget.spend(1 + line.length());
            if (line.isEmpty() || line.length() > MAX_LENGTH || line.charAt(0) == '>') {
                return false;
            }
            joined.append(joined.isEmpty() ? "" : " ").append(line);
        }
        return isIntroduction(joined.toString(), colon + 1);
    }

    /** Whether one of several lines may begin there: with a word that does, or below an empty line with a date or somebody. */
    private boolean mayBegin(int at) {
        String line = lines.get(at).strip();
        budget.spend(1 + line.length());
        return beginsWithStart(line)
                || (at == 0 || lines.get(at - 1).isBlank()) && (line.endsWith(">") || hasTime(line) || hasYear(line));
    }

    private boolean beginsWithStart(String line) {
        budget.step();
        return ReplyWords.STARTS.stream().anyMatch(start -> beginsWith(line, start));
    }

    private static boolean beginsWith(String line, String start) {
        return line.startsWith(start)
                && line.length() > start.length()
                && (ReplyWords.isOfChinese(start.charAt(0)) || ReplyWords.isBlank(line.charAt(start.length())));
    }

    /** It tells a date; and so that no other sentence is taken for one, quotes or nothing follow, or it has an address. */
    private boolean isIntroduction(String text, int next) {
        int end = blanksBegin(text, blanksBegin(text, text.length()) - 1);
        if (text.chars().noneMatch(Characters::isDigit)) {
            return false;
        }
        boolean last = ReplyWords.LAST_VERBS.stream().anyMatch(verb -> endsWith(text, verb, end));
        if (!last && !saysWrote(text) && !isDateAndAddress(text, end)) {
            return false;
        }
        return (last ? text.indexOf('@') >= 0 : hasAddressInBrackets(text)) || isEndOrQuoted(next);
    }

    private boolean isEndOrQuoted(int next) {
        return ReplyText.firstWithText(lines, next, budget)
                .map(line -> lines.get(line).startsWith(">"))
                .orElse(true);
    }

    /** Whether the text before the end is that word at last; words of Chinese and Japanese follow others without a blank. */
    private boolean endsWith(String text, String word, int end) {
        budget.step();
        int from = end - word.length();
        return from > 0
                && text.startsWith(word, from)
                && (ReplyWords.isOfChinese(word.charAt(0)) || !isWord(text.charAt(from - 1)));
    }

    private boolean saysWrote(String text) {
        Cursor cursor = new Cursor(text, budget);
        for (; !cursor.atEnd(); cursor.next()) {
            if (cursor.atBoundary() && isWord(cursor.here())) {
                int at = cursor.at();
                for (String verb : ReplyWords.VERBS) {
                    int end = at + verb.length();
                    if (text.startsWith(verb, at) && !(end < text.length() && isWord(text.charAt(end)))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** As Gmail has it in Russian and Japanese: a day, a time, and whose address, without a verb. */
    private static boolean isDateAndAddress(String text, int end) {
        return end > 0
                && text.charAt(end - 1) == '>'
                && hasAddressInBrackets(text)
                && hasTime(text.substring(0, text.lastIndexOf('<')));
    }

    private static boolean hasTime(String text) {
        for (int i = 1; i < text.length() - 2; i++) {
            if (":.".indexOf(text.charAt(i)) >= 0
                    && Characters.isDigit(text.charAt(i - 1))
                    && Characters.isDigit(text.charAt(i + 1))
                    && Characters.isDigit(text.charAt(i + 2))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasYear(String text) {
        int year = text.indexOf("20");
        return year >= 0
                && year + 4 <= text.length()
                && Characters.all(text.substring(year, year + 4), 4, 4, Characters::isDigit);
    }

    private static boolean hasAddressInBrackets(String text) {
        int sign = text.indexOf('@');
        return sign > 0
                && anyBefore(text, sign, c -> c == '<' || c == '(' || c == '[')
                && text.chars().skip(sign).anyMatch(c -> c == '>' || c == ')' || c == ']');
    }

    private static boolean anyBefore(String text, int end, IntPredicate kind) {
        return text.chars().limit(end).anyMatch(kind);
    }

    private static boolean isWord(int c) {
        return c == '_' || c >= 0 && Character.isLetterOrDigit(c);
    }

    /** Where the blanks begin that end there. */
    private static int blanksBegin(String text, int end) {
        int from = Math.max(end, 0);
        while (from > 0 && ReplyWords.isBlank(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }
}
