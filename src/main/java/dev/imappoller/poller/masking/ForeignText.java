package dev.imappoller.poller.masking;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A text that a server, a web app or a library gave. It comes into what people read (an item, the log, a report, a mail) by
 * {@link #shown} alone: on one line, not long, without secrets, and only where it is a sentence.
 */
public final class ForeignText {
    /** Stands for a text that is no sentence. */
    static final String NO_SENTENCE = "(an answer that is no sentence)";

    /** Stands for a text when a secret is too short to be found in it. */
    static final String NOT_SHOWN = "(an answer that is not shown)";

    /** How many characters are examined. A server may send megabytes. */
    private static final int MOST_READ = 2000;

    private static final int MOST_SHOWN = 200;

    /** Names and addresses of resources are long. */
    private static final int MOST_SHOWN_OF_AWS = 600;

    private static final int LONGEST_WORD = 120;

    private final String text;

    private ForeignText(String text) {
        this.text = text;
    }

    /** Of any text, also none at all. */
    public static ForeignText of(String text) {
        String read = text == null ? "" : text;
        return new ForeignText(read.length() <= MOST_READ ? read : read.substring(0, MOST_READ));
    }

    /** What an exception says, or else its kind. */
    public static ForeignText of(Throwable e) {
        String message = e.getMessage();
        return of(message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
    }

    /** The text, fit to be shown: no full stop at its end; empty if nothing was said. */
    public String shown(Masking masking) {
        return shown(masking, MOST_SHOWN);
    }

    /** As {@link #shown}, at the length of what the AWS SDK says of a service. */
    public String shownOfAws() {
        return shown(Masking.NONE, MOST_SHOWN_OF_AWS);
    }

    private String shown(Masking masking, int most) {
        String read = decoded();
        if (cut(read, most).isEmpty()) {
            return "";
        }
        if (!ReadableText.isOne(read)) {
            return NO_SENTENCE;
        }
        return masking.mask(read).map(masked -> cut(masked, most)).orElse(NOT_SHOWN);
    }

    /** Hides the text, so that nobody prints it by accident. */
    @Override
    public String toString() {
        return "(a foreign text)";
    }

    /** QUIRK: libraries take octets for ISO 8859-1, and servers write UTF-8. */
    private String decoded() {
        boolean octets = text.chars().allMatch(c -> c < 0x100);
        if (!octets || text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    /** One line of printable characters, without characters that are invisible or change the direction of writing. */
    private static String cut(String text, int most) {
        StringBuilder line = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() <= most; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (ReadableText.isVisible(c)) {
                word.appendCodePoint(c);
            } else {
                end(word, line);
            }
        }
        end(word, line);
        if (line.length() > most) {
            line.setLength(Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most);
            return line.append('…').toString();
        }
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '.' || line.charAt(end - 1) == ' ')) {
            end--;
        }
        return line.substring(0, end);
    }

    /** Ends a word: no word is as long as encoded octets are, and nobody reads a long number in hexadecimal. */
    private static void end(StringBuilder word, StringBuilder line) {
        if (!word.isEmpty()) {
            boolean isEncoded = word.length() > LONGEST_WORD || ReadableText.holdsOctets(word);
            line.append(line.isEmpty() ? "" : " ").append(isEncoded ? "…" : word);
            word.setLength(0);
        }
    }
}
