package dev.imappoller.message.body;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import java.io.IOException;
import java.io.Reader;
import java.util.Objects;

/**
 * Reads HTML as the text that a person sees: in lines, quotes with {@code >} before each, lists with hyphens, rules as underscores.
 *
 * <p>It is written here, and on nothing but the JDK, because a text may be as large as a message, and the libraries for it build a
 * tree in memory, in time that no budget stops.
 */
final class HtmlTextReader extends Reader implements HtmlTokens.Receiver {
    private static final String LINE_END = "\r\n";

    /** As Outlook makes one. */
    private static final String RULE = "_".repeat(32);

    /** Quotes within quotes beyond that are written as these: else a small message would become a very large text. */
    private static final int MAX_QUOTES = 5;

    /** The most empty lines in a row, for the same reason. */
    private static final int MAX_BREAKS = 4;

    private final HtmlTokens tokens;
    private final StringBuilder ready = new StringBuilder();
    private int taken;
    private boolean begun;
    private int breaks;
    private int quotesBefore;
    private int quotes;
    private int spaces;
    private int preformatted;
    private boolean item;
    private boolean lineHasText;

    HtmlTextReader(Reader html, DecodingBudget budget) {
        this.tokens = new HtmlTokens(html, budget);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (taken == ready.length()) {
            ready.setLength(0);
            taken = 0;
            if (length == 0) {
                return 0;
            }
            if (!tokens.advance(this)) {
                return -1;
            }
        }
        int count = Math.min(length, ready.length() - taken);
        ready.getChars(taken, taken + count, target, offset);
        taken += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        tokens.close();
    }

    @Override
    public void character(int c) {
        if (c == 0xA0) {
            spaces++;
        } else if (!Characters.isBlank(c) && !Characters.isControl(c)) {
            text(c);
        } else if (preformatted == 0) {
            spaces = Math.max(spaces, 1);
        } else if (c == '\n') {
            breaks(breaks + 1);
        } else if (c != '\r') {
            spaces++;
        }
    }

    @Override
    public void tag(String name, boolean end) {
        switch (name) {
            case "br" -> breaks(breaks + 1);
            case "hr" -> {
                breaks(Math.max(breaks, 1));
                RULE.chars().forEach(this::text);
                breaks(1);
            }
            case "p", "h1", "h2", "h3", "h4", "h5", "h6" -> breaks(Math.max(breaks, 2));
            case "pre" -> {
                breaks(Math.max(breaks, 2));
                preformatted = Math.max(0, preformatted + (end ? -1 : 1));
            }
            case "blockquote" -> {
                breaks(Math.max(breaks, 1));
                quotes = Math.max(0, quotes + (end ? -1 : 1));
            }
            case "li" -> {
                breaks(Math.max(breaks, 1));
                item = !end;
            }
            case "td", "th" -> spaces = Math.max(spaces, 1);
            case "div",
                    "ul",
                    "ol",
                    "dl",
                    "table",
                    "tr",
                    "caption",
                    "dt",
                    "dd",
                    "section",
                    "article",
                    "header",
                    "footer",
                    "main",
                    "nav",
                    "aside",
                    "address",
                    "figure",
                    "figcaption",
                    "form",
                    "fieldset",
                    "center",
                    "body",
                    "html",
                    "head" -> breaks(Math.max(breaks, 1));
            default -> {
                // It stands within a line, and says how that looks.
            }
        }
    }

    private void breaks(int count) {
        breaks = Math.min(count, MAX_BREAKS);
        spaces = 0;
        lineHasText = false;
    }

    /** Writes a character, and before it the line ends and blanks that wait for one. */
    private void text(int c) {
        int depth = Math.min(quotes, MAX_QUOTES);
        if (!begun || breaks > 0) {
            for (int i = 1; begun && i <= breaks; i++) {
                ready.append(LINE_END).append(">".repeat(i < breaks ? Math.min(depth, quotesBefore) : depth));
            }
            if (!begun) {
                ready.append(">".repeat(depth));
            }
            ready.append(depth > 0 ? " " : "").append(item ? "- " : "");
            begun = true;
            breaks = 0;
            item = false;
            quotesBefore = depth;
        }
        if (lineHasText) {
            ready.append(" ".repeat(preformatted > 0 ? spaces : Math.min(spaces, 1)));
        } else if (preformatted > 0) {
            ready.append(" ".repeat(spaces));
        }
        spaces = 0;
        lineHasText = true;
        ready.appendCodePoint(c);
    }
}
