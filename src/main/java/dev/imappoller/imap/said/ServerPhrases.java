package dev.imappoller.imap.said;

import dev.imappoller.imap.said.ServerPhrase.Kind;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.Optional;

/** Finds out what a server's words mean, by {@link ServerPhraseTable}. */
public final class ServerPhrases {
    /** A text longer than this is no sentence. */
    private static final int MOST_READ = 2000;

    private ServerPhrases() {}

    /** The first row that a response's text holds. */
    public static Optional<ServerPhrase> of(String text, Said where) {
        String code = ResponseCode.in(text).map(ResponseCode::word).orElse("");
        String words = inSmallLetters(text);
        return ServerPhraseTable.ROWS.stream()
                .filter(row -> row.where() == Said.ANYWHERE || row.where() == where)
                .filter(row -> row.isIn(code, words))
                .findFirst();
    }

    /** The words of the first row that is found by words, which may be another one than the first of all. */
    public static Optional<String> shownOf(String text) {
        String words = inSmallLetters(text);
        return ServerPhraseTable.ROWS.stream()
                .filter(row -> row.kind() == Kind.TEXT && row.isIn("", words))
                .map(ServerPhrase::shown)
                .findFirst();
    }

    /** Whether a server that says so, at whatever command, asks to come back later. */
    public static boolean isThrottling(String text) {
        return of(text, Said.ANYWHERE)
                .filter(phrase -> phrase.status() == PollerStatus.THROTTLED)
                .isPresent();
    }

    /** How long a server that said this wants to be left alone: as it says itself, or as is known of it. */
    public static Optional<Duration> pause(String text, ServerPhrase phrase) {
        boolean names = phrase.status() != PollerStatus.AUTH_FAILED;
        return (names ? NamedTime.in(inSmallLetters(text)) : Optional.<Duration>empty()).or(phrase::pause);
    }

    /** With one space between words, so that a line that is broken elsewhere says the same. */
    private static String inSmallLetters(String text) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MOST_READ); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || c == '\u00a0';
            if (!space) {
                words.append(Character.toLowerCase(c));
            } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.toString();
    }
}
