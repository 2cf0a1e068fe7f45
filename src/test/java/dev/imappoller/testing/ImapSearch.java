package dev.imappoller.testing;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

/** Finds out which messages a search wants (RFC 9051, section 6.4.4). Encoded words are not decoded. */
final class ImapSearch {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH);

    private final MemoryMailbox mailbox;
    private final long largest;
    private final Deque<String> words = new ArrayDeque<>();

    /** @param largest the largest UID that there is */
    ImapSearch(MemoryMailbox mailbox, long largest) {
        this.mailbox = mailbox;
        this.largest = largest;
    }

    /** @throws IllegalArgumentException with what is to be said behind the tag */
    LongPredicate matching(ImapCommand command) {
        words.addAll(words(command.text().substring("UID SEARCH ".length())));
        if ("CHARSET".equals(words.peek())) {
            words.remove();
            if (!words.remove().equals("UTF-8")) {
                throw new IllegalArgumentException("NO [BADCHARSET (UTF-8)] what is that");
            }
        }
        return all();
    }

    private LongPredicate all() {
        LongPredicate all = uid -> true;
        while (!words.isEmpty() && !words.peek().equals(")")) {
            all = all.and(key());
        }
        return all;
    }

    private LongPredicate key() {
        String key = next();
        return switch (key.toUpperCase(Locale.ROOT)) {
            case "(" -> {
                LongPredicate group = all();
                next();
                yield group;
            }
            case "NOT" -> key().negate();
            case "OR" -> key().or(key());
            case "ALL" -> uid -> true;
            case "SEEN" -> uid -> mailbox.has(uid, "\\Seen");
            case "UNSEEN" -> uid -> !mailbox.has(uid, "\\Seen");
            case "UNDELETED" -> uid -> !mailbox.has(uid, "\\Deleted");
            case "KEYWORD" -> flagged(next());
            case "UNKEYWORD" -> flagged(next()).negate();
            case "FROM", "TO", "SUBJECT" -> header(key, next());
            case "HEADER" -> header(next(), next());
            case "BODY" -> body(next());
            case "LARGER" -> larger(Long.parseLong(next()));
            case "SMALLER" -> larger(Long.parseLong(next()) - 1).negate();
            case "SINCE" -> since(LocalDate.parse(next(), DATE));
            case "UID" -> in(next());
            default -> {
                if (!Character.isDigit(key.charAt(0))) {
                    throw new IllegalArgumentException("BAD the key " + key + " is not known");
                }
                yield in(key);
            }
        };
    }

    private String next() {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("BAD something is missing");
        }
        return words.remove();
    }

    private LongPredicate in(String set) {
        return uid -> ImapCommand.inSet(set, uid, largest);
    }

    private LongPredicate flagged(String flag) {
        return uid -> mailbox.has(uid, flag);
    }

    private LongPredicate larger(long size) {
        return uid -> mailbox.octets(uid).orElseThrow().length > size;
    }

    private LongPredicate since(LocalDate day) {
        return uid -> !mailbox.arrivedAt(uid).toLocalDate().isBefore(day);
    }

    private LongPredicate header(String field, String text) {
        return uid -> text(uid)
                .split("\r\n\r\n", 2)[0]
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(field.toLowerCase(Locale.ROOT) + ":"))
                .anyMatch(line -> contains(line.substring(field.length() + 1), text));
    }

    private LongPredicate body(String text) {
        return uid -> contains(text(uid).split("\r\n\r\n", 2)[1], text);
    }

    private String text(long uid) {
        return new String(mailbox.octets(uid).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** Parentheses are words of their own; a quoted string is its content, read as UTF-8. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"') {
                StringBuilder quoted = new StringBuilder();
                for (i++; text.charAt(i) != '"'; i++) {
                    i += text.charAt(i) == '\\' ? 1 : 0;
                    quoted.append(text.charAt(i));
                }
                words.add(new String(quoted.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            } else if (next == ' ' || next == '(' || next == ')') {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                if (next != ' ') {
                    words.add(String.valueOf(next));
                }
            } else {
                word.append(next);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
