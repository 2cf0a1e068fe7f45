package dev.imappoller.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern INTRODUCTION =
            Pattern.compile("(?:On\\b.*\\bwrote|Am\\b.*\\bschrieb\\b.*|Le\\b.*\\ba\\s+écrit|El\\b.*\\bescribió)\\s*:");

    private static final Pattern INTRODUCTION_START = Pattern.compile("(?:On|Am|Le|El)\\s.*");

    /** The line above the copy of the header that Outlook puts before the message. */
    private static final Pattern DIVIDER = Pattern.compile(
            "_{20,}|-{2,}\\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Message d’origine|Mensaje original)\\s*-{2,}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern HEADER_FROM = Pattern.compile("\\*?(?:From|Von|De)\\s?:\\*?\\s.*");
    private static final Pattern HEADER_DATE =
            Pattern.compile("\\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviado el|Fecha)\\s?:\\*?\\s.*");
    private static final Pattern HEADER_SUBJECT = Pattern.compile("\\*?(?:Subject|Betreff|Objet|Asunto)\\s?:\\*?.*");

    /** From, date, to, copies, subject, and one of them folded. */
    private static final int HEADER_LINES = 7;

    private ReplyText() {}

    /** The reply in a message's plain text; all of it if there is nothing to leave out. */
    public static String of(String plain) {
        int marker = plain.indexOf(MARKER);
        List<String> lines =
                (marker < 0 ? plain : plain.substring(0, marker)).lines().toList();
        List<String> kept = new ArrayList<>();
        int next = 0;
        while (next < lines.size()) {
            if (beginsCopy(lines, next)) {
                break;
            }
            int introduction = introductionLines(lines, next);
            if (introduction > 0) {
                next += introduction;
                if (!isQuotedBelow(lines, next)) {
                    break;
                }
                continue;
            }
            String line = lines.get(next++);
            if (!isQuoted(line)) {
                kept.add(line);
            }
        }
        return String.join("\n", kept).strip();
    }

    private static boolean isQuoted(String line) {
        return line.startsWith(">");
    }

    /** How many lines the introduction takes that begins there; 0 if none does. */
    private static int introductionLines(List<String> lines, int at) {
        StringBuilder joined = new StringBuilder();
        for (int count = 1; count <= MAX_INTRODUCTION_LINES && at + count <= lines.size(); count++) {
            String line = lines.get(at + count - 1).strip();
            if (line.isEmpty()
                    || line.length() > MAX_INTRODUCTION_LENGTH
                    || count == 1 && !INTRODUCTION_START.matcher(line).matches()) {
                return 0;
            }
            joined.append(joined.isEmpty() ? "" : " ").append(line);
            if (joined.charAt(joined.length() - 1) == ':') {
                return isIntroduction(joined.toString(), lines, at + count) ? count : 0;
            }
        }
        return 0;
    }

    /** It tells a date; and so that no other sentence is taken for one, quotes or nothing follow, or it has an address. */
    private static boolean isIntroduction(String text, List<String> lines, int next) {
        return text.chars().anyMatch(Character::isDigit)
                && INTRODUCTION.matcher(text).matches()
                && (text.contains("@") || isQuotedBelow(lines, next) || nothingBelow(lines, next));
    }

    private static boolean isQuotedBelow(List<String> lines, int at) {
        return firstWithText(lines, at).filter(ReplyText::isQuoted).isPresent();
    }

    private static boolean nothingBelow(List<String> lines, int at) {
        return firstWithText(lines, at).isEmpty();
    }

    private static Optional<String> firstWithText(List<String> lines, int at) {
        return lines.subList(at, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .findFirst();
    }

    /** Whether a copy of the message with its header begins there, as Outlook writes it. */
    private static boolean beginsCopy(List<String> lines, int at) {
        String line = lines.get(at).strip();
        if (DIVIDER.matcher(line).matches()) {
            int next = at + 1;
            while (next < lines.size() && lines.get(next).isBlank()) {
                next++;
            }
            return next < lines.size() && isHeader(lines, next);
        }
        return isHeader(lines, at);
    }

    private static boolean isHeader(List<String> lines, int at) {
        if (!HEADER_FROM.matcher(lines.get(at).strip()).matches()) {
            return false;
        }
        List<String> block = lines.subList(at, Math.min(lines.size(), at + HEADER_LINES)).stream()
                .map(String::strip)
                .toList();
        return block.stream().anyMatch(line -> HEADER_DATE.matcher(line).matches())
                && block.stream().anyMatch(line -> HEADER_SUBJECT.matcher(line).matches());
    }
}
