package dev.imappoller.message;

import java.util.List;
import java.util.Optional;

/**
 * What the sender wrote, without the message that is replied to.
 *
 * <p>With the marker in the text, that is all above it; else all but quoted lines and the line that introduces them, as
 * Gmail, Outlook, Apple Mail and Thunderbird write it in English, German, French and Spanish.
 */
public final class ReplyText {
    /** What an application puts at the top of its messages, so that replies can be cut there. */
    public static final String MARKER = "### Reply Above This Line ###";

    /** Mailers fold the introduction, and names can be long. */
    private static final int MAX_INTRODUCTION_LINES = 4;

    private static final int MAX_INTRODUCTION_LENGTH = 500;

    /** With which words it begins in each language; what comes next is blank. */
    private static final List<String> STARTS = List.of("On", "Am", "Le", "El");

    /** Of those, of {@link ReplyHeader#isDivider dividers} and of the first field of a {@link ReplyHeader}. */
    private static final String FIRST_CHARACTERS = "OALE" + ReplyHeader.FIRST_CHARACTERS;

    private ReplyText() {}

    /** The reply in a message's plain text; all of it if there is nothing to leave out. */
    public static String of(String plain) {
        return of(plain, DecodingBudget.bySteps(plain.length()));
    }

    /** The reply, as above; finding it is charged to the message's budget. */
    public static String of(String plain, DecodingBudget budget) {
        budget.spend(plain.length());
        int marker = plain.indexOf(MARKER);
        List<String> lines = new Lines(marker < 0 ? plain : plain.substring(0, marker));
        StringBuilder kept = new StringBuilder();
        int next = 0;
        while (next < lines.size()) {
            String line = lines.get(next);
            if (mayEndIt(line, budget)) {
                if (beginsCopy(lines, next, budget)) {
                    break;
                }
                int introduction = introductionLines(lines, next, budget);
                if (introduction > 0) {
                    next += introduction;
                    if (!isQuotedBelow(lines, next, budget)) {
                        break;
                    }
                    continue;
                }
            }
            next++;
            if (!isQuoted(line)) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString().strip();
    }

    /** Whether the line begins with what a copy, the line above one, or an introduction does: most don't, and need not be looked at. */
    private static boolean mayEndIt(String line, DecodingBudget budget) {
        int at = 0;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        budget.spend(at + 1L);
        return at < line.length() && FIRST_CHARACTERS.indexOf(line.charAt(at)) >= 0;
    }

    private static boolean isQuoted(String line) {
        return line.startsWith(">");
    }

    /** How many lines the introduction takes that begins there; 0 if none does. */
    private static int introductionLines(List<String> lines, int at, DecodingBudget budget) {
        StringBuilder joined = new StringBuilder();
        for (int count = 1; count <= MAX_INTRODUCTION_LINES && at + count <= lines.size(); count++) {
            String line = lines.get(at + count - 1).strip();
            budget.spend(1 + line.length());
            if (line.isEmpty() || line.length() > MAX_INTRODUCTION_LENGTH || count == 1 && !isStart(line)) {
                return 0;
            }
            joined.append(joined.isEmpty() ? "" : " ").append(line);
            if (joined.charAt(joined.length() - 1) == ':') {
                return isIntroduction(joined.toString(), lines, at + count, budget) ? count : 0;
            }
        }
        return 0;
    }

    private static boolean isStart(String line) {
        return line.length() > 2 && STARTS.contains(line.substring(0, 2)) && Characters.isBlank(line.charAt(2));
    }

    /** It tells a date; and so that no other sentence is taken for one, quotes or nothing follow, or it has an address. */
    private static boolean isIntroduction(String text, List<String> lines, int next, DecodingBudget budget) {
        return text.chars().anyMatch(Character::isDigit)
                && saysWrote(text, budget)
                && (text.contains("@") || isQuotedBelow(lines, next, budget) || nothingBelow(lines, next, budget));
    }

    /** Whether its verb is that of the language it begins in: the last word before the colon, but in German. */
    private static boolean saysWrote(String text, DecodingBudget budget) {
        budget.spend(text.length());
        int end = blanksBegin(text, text.length() - 1);
        return switch (text.substring(0, 2)) {
            case "On" -> wordBegins(text, "wrote", end);
            case "El" -> wordBegins(text, "escribió", end);
            case "Le" -> {
                int verb = end - "écrit".length();
                int blanks = text.startsWith("écrit", verb) ? blanksBegin(text, verb) : verb;
                yield blanks < verb && wordBegins(text, "a", blanks);
            }
            default -> {
                Cursor cursor = new Cursor(text, budget);
                for (cursor.goTo(2); !cursor.atEnd(); cursor.next()) {
                    if (cursor.here() == 's' && text.startsWith("schrieb", cursor.at()) && cursor.atBoundary()) {
                        cursor.skip("schrieb");
                        if (cursor.atBoundary()) {
                            yield true;
                        }
                    }
                }
                yield false;
            }
        };
    }

    /** Whether that word ends there, and begins after the first two letters. */
    private static boolean wordBegins(String text, String word, int end) {
        int from = end - word.length();
        return from > 2
                && text.startsWith(word, from)
                && text.charAt(from - 1) != '_'
                && !Character.isLetterOrDigit(text.charAt(from - 1));
    }

    /** Where the blanks begin that end there. */
    private static int blanksBegin(String text, int end) {
        int from = end;
        while (from > 0 && Characters.isBlank(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    private static boolean isQuotedBelow(List<String> lines, int at, DecodingBudget budget) {
        return firstWithText(lines, at, budget).filter(ReplyText::isQuoted).isPresent();
    }

    private static boolean nothingBelow(List<String> lines, int at, DecodingBudget budget) {
        return firstWithText(lines, at, budget).isEmpty();
    }

    private static Optional<String> firstWithText(List<String> lines, int at, DecodingBudget budget) {
        for (String line : lines.subList(at, lines.size())) {
            budget.step();
            if (!line.isBlank()) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    /** Whether a copy of the message with its header begins there, as Outlook writes it. */
    private static boolean beginsCopy(List<String> lines, int at, DecodingBudget budget) {
        if (!ReplyHeader.isDivider(lines.get(at).strip(), budget)) {
            return ReplyHeader.isAt(lines, at, budget);
        }
        int next = at + 1;
        while (next < lines.size() && lines.get(next).isBlank()) {
            budget.step();
            next++;
        }
        return next < lines.size() && ReplyHeader.isAt(lines, next, budget);
    }
}
