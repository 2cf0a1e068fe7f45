package dev.imappoller.message.reply;

import dev.imappoller.message.octets.DecodingBudget;
import java.util.List;
import java.util.Optional;

/**
 * What the sender wrote, without the message that is replied to.
 *
 * <p>With the marker in the text, that is all above it; else all but quoted lines, the line that introduces them, and a copy of the
 * message with its header, as Gmail, Outlook, Apple Mail, Thunderbird and Yahoo write them in the languages of {@link ReplyWords}.
 */
public final class ReplyText {
    /** What an application puts at the top of its messages, so that replies can be cut there. */
    public static final String MARKER = "### Reply Above This Line ###";

    private final String text;
    private final Lines lines;
    private final DecodingBudget budget;
    private final ReplyIntroduction introduction;
    private final StringBuilder kept = new StringBuilder();

    /** Whether anything that is no blank was kept: a copy or an introduction ends only what somebody began. */
    private boolean something;

    private boolean leftOut;
    private boolean beginsWithCopy;

    private ReplyText(String text, DecodingBudget budget) {
        this.text = text;
        this.lines = new Lines(text);
        this.budget = budget;
        this.introduction = new ReplyIntroduction(lines, budget);
    }

    /**
     * The reply in a message's plain text; empty where nobody wrote one.
     *
     * @param answers whether the message says in its header that it is a reply; one that doesn't is one if there is something to leave out
     * @param budget what finding it is charged to
     */
    public static Optional<String> of(String plain, boolean answers, DecodingBudget budget) {
        budget.spend(plain.length());
        int marker = plain.indexOf(MARKER);
        ReplyText reply = new ReplyText(marker < 0 ? plain : plain.substring(0, marker), budget);
        reply.keep();
        boolean isReply = answers || marker >= 0 || reply.leftOut && !reply.beginsWithCopy;
        return Optional.of(reply.kept.toString().strip()).filter(text -> isReply && !text.isEmpty());
    }

    private void keep() {
        int next = 0;
        while (next < lines.size()) {
            String line = lines.get(next);
            if (isQuoted(line)) {
                leftOut = true;
                next++;
                continue;
            }
            if (endsAt(next, line)) {
                leftOut = true;
                return;
            }
            int introducing = introduction.linesAt(next);
            if (introducing > 0) {
                boolean quotes = isQuotedBelow(next + introducing);
                if (quotes || something || nothingBelow(next + introducing)) {
                    leftOut = true;
                    next += introducing;
                    if (!quotes) {
                        return;
                    }
                    continue;
                }
            }
            kept.append(text, lines.start(next), lines.next(next));
            something |= !line.isBlank();
            next++;
        }
    }

    /** Whether a copy of a message begins there that somebody put something above, or that can be nothing but a copy. */
    private boolean endsAt(int at, String line) {
        ReplyHeader.Kind kind = ReplyHeader.kind(lines, at, line, budget);
        beginsWithCopy |= kind != ReplyHeader.Kind.NONE && !something;
        return switch (kind) {
            case NONE -> false;
            case DIVIDED -> true;
            // A contact form writes one too, above what it is about.
            case BARE -> something;
        };
    }

    private static boolean isQuoted(String line) {
        return line.startsWith(">");
    }

    private boolean isQuotedBelow(int at) {
        return firstWithText(at).filter(ReplyText::isQuoted).isPresent();
    }

    private boolean nothingBelow(int at) {
        return firstWithText(at).isEmpty();
    }

    private Optional<String> firstWithText(int at) {
        return firstWithText(lines, at, budget).map(lines::get);
    }

    /** The first line from there on that is not blank. */
    static Optional<Integer> firstWithText(List<String> lines, int at, DecodingBudget budget) {
        for (int i = at; i < lines.size(); i++) {
            String line = lines.get(i);
            budget.spend(1 + line.length());
            if (!line.isBlank()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
