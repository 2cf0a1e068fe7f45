package dev.imappoller.message.body;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes HTML apart into text and tags, without attributes, as browsers do (WHATWG HTML, section 13.2.5), one character after the
 * other: whatever it is, it takes one step for each, and no memory. Comments, scripts and styles are passed over.
 */
final class HtmlTokens {
    private static final int BUFFER = 8 * 1024;
    private static final int END = -1;

    /** Of a tag's name; a longer one is none that is known. */
    private static final int MAX_NAME = 16;

    /** Digits of a number that is a character. */
    private static final int MAX_DIGITS = 10;

    private final Reader html;
    private final DecodingBudget budget;
    private final char[] buffer = new char[BUFFER];
    private int filled;
    private int next;

    /** Who gets the tokens. */
    interface Receiver {
        /** Text that stands for itself. */
        void character(int codePoint);

        /** A tag, in lower case. */
        void tag(String name, boolean end);
    }

    HtmlTokens(Reader html, DecodingBudget budget) {
        this.html = html;
        this.budget = budget;
    }

    /** Reads on to the end of the next token; false at the end of the text. */
    boolean advance(Receiver receiver) throws IOException {
        int c = take();
        switch (c) {
            case END -> {
                return false;
            }
            case '<' -> markup(receiver);
            case '&' -> reference(receiver);
            default -> receiver.character(c);
        }
        return true;
    }

    void close() throws IOException {
        html.close();
    }

    private void markup(Receiver receiver) throws IOException {
        int c = peek();
        if (Characters.isLetter(c)) {
            tag(receiver, false);
        } else if (c == '/') {
            take();
            if (Characters.isLetter(peek())) {
                tag(receiver, true);
            } else {
                skipTo('>');
            }
        } else if (c == '!') {
            take();
            comment();
        } else if (c == '?') {
            skipTo('>');
        } else {
            receiver.character('<');
        }
    }

    private void tag(Receiver receiver, boolean end) throws IOException {
        StringBuilder letters = new StringBuilder();
        while (peek() != END && !Characters.isBlank(peek()) && peek() != '/' && peek() != '>') {
            int c = take();
            if (letters.length() <= MAX_NAME) {
                letters.append((char) c);
            }
        }
        skipAttributes();
        String name = letters.toString().toLowerCase(Locale.ROOT);
        receiver.tag(name, end);
        if (!end && isPassedOver(name)) {
            passOver(name);
        }
    }

    private static boolean isPassedOver(String name) {
        return switch (name) {
            case "script", "style", "title", "textarea", "template", "iframe", "noembed", "noframes", "xmp" -> true;
            default -> false;
        };
    }

    /** A greater-than sign in the quotes of a value doesn't end the tag. */
    private void skipAttributes() throws IOException {
        boolean value = false;
        while (peek() != END) {
            int c = take();
            if (c == '>') {
                return;
            }
            if (value && (c == '"' || c == '\'')) {
                skipTo(c);
            }
            value = c == '=' || value && Characters.isBlank(c);
        }
    }

    private void skipTo(int end) throws IOException {
        int c = take();
        while (c != END && c != end) {
            c = take();
        }
    }

    /** After {@code <!}; what doesn't begin with two hyphens ends with the tag. */
    private void comment() throws IOException {
        if (peek() != '-') {
            skipTo('>');
            return;
        }
        take();
        if (peek() != '-') {
            skipTo('>');
            return;
        }
        take();
        int hyphens = 2;
        for (int c = take(); c != END; c = take()) {
            if (c == '>' && hyphens >= 2) {
                return;
            }
            if (c == '-') {
                hyphens++;
            } else if (c != '!' || hyphens < 2) {
                hyphens = 0;
            }
        }
    }

    /** Goes behind the end tag of that name: nothing between is text or a tag. */
    private void passOver(String name) throws IOException {
        for (int c = take(); c != END; c = take()) {
            if (c != '<' || peek() != '/') {
                continue;
            }
            take();
            int matched = 0;
            while (matched < name.length() && Character.toLowerCase(peek()) == name.charAt(matched)) {
                take();
                matched++;
            }
            if (matched == name.length() && (Characters.isBlank(peek()) || peek() == '/' || peek() == '>')) {
                skipAttributes();
                return;
            }
        }
    }

    private void reference(Receiver receiver) throws IOException {
        StringBuilder written = new StringBuilder("&");
        Optional<Integer> character;
        if (peek() == '#') {
            written.append((char) take());
            character = number(written);
        } else {
            while (Characters.isAlphanumeric(peek()) && written.length() <= CharacterReferences.MAX_LENGTH) {
                written.append((char) take());
            }
            character = CharacterReferences.named(written.substring(1), peek() == ';');
        }
        if (character.isEmpty()) {
            written.chars().forEach(receiver::character);
            return;
        }
        if (peek() == ';') {
            take();
        }
        receiver.character(character.get());
    }

    private Optional<Integer> number(StringBuilder written) throws IOException {
        boolean hexadecimal = peek() == 'x' || peek() == 'X';
        if (hexadecimal) {
            written.append((char) take());
        }
        int from = written.length();
        int radix = hexadecimal ? 16 : 10;
        long number = 0;
        while (peek() != END
                && peek() < 128
                && Character.digit(peek(), radix) >= 0
                && written.length() - from < MAX_DIGITS) {
            number = number * radix + Character.digit(peek(), radix);
            written.append((char) take());
        }
        return written.length() == from
                ? Optional.empty()
                : Optional.of(CharacterReferences.numbered((int) Math.min(number, Integer.MAX_VALUE)));
    }

    private int peek() throws IOException {
        if (next == filled) {
            filled = Math.max(0, html.read(buffer, 0, buffer.length));
            next = 0;
            budget.spend(Math.max(1, filled));
            if (filled == 0) {
                return END;
            }
        }
        return buffer[next];
    }

    private int take() throws IOException {
        int c = peek();
        next += c == END ? 0 : 1;
        return c;
    }
}
