package dev.imappoller.imap.said;

import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that servers are known to say when they refuse, and what it means: a row of {@link ServerPhraseTable}.
 *
 * @param who says so; empty where many do
 * @param words the telling part of it, without brackets where it is a response code; case does not matter
 * @param pause how long the server is to be left alone then, where that is known; it may name a time of its own
 * @param shown to a person, in our words; empty for a code, which is shown by itself
 * @param link to whoever explains it; may be empty
 */
public record ServerPhrase(
        Kind kind,
        String words,
        Said where,
        PollerStatus status,
        String who,
        Optional<Duration> pause,
        Advice advice,
        String shown,
        String link) {
    /** What it is found by. */
    public enum Kind {
        CODE,
        TEXT
    }

    /** Which answers it counts in. */
    public enum Said {
        /** Only where a login was asked for, or before it. */
        AT_LOGIN,
        ANYWHERE
    }

    /** A response code. Those that say that a server is busy count anywhere, the others where a login was asked for. */
    static ServerPhrase code(PollerStatus status, String word) {
        return new ServerPhrase(Kind.CODE, word, where(status), status, "", Optional.empty(), Advice.USUAL, "", "");
    }

    /** A piece of a text, which is shown as it stands here. */
    static ServerPhrase text(PollerStatus status, String words) {
        return new ServerPhrase(Kind.TEXT, words, where(status), status, "", Optional.empty(), Advice.USUAL, words, "");
    }

    private static Said where(PollerStatus status) {
        return status == PollerStatus.THROTTLED ? Said.ANYWHERE : Said.AT_LOGIN;
    }

    ServerPhrase atLogin() {
        return new ServerPhrase(kind, words, Said.AT_LOGIN, status, who, pause, advice, shown, link);
    }

    ServerPhrase anywhere() {
        return new ServerPhrase(kind, words, Said.ANYWHERE, status, who, pause, advice, shown, link);
    }

    ServerPhrase by(String name) {
        return new ServerPhrase(kind, words, where, status, name, pause, advice, shown, link);
    }

    ServerPhrase minutes(long minutes) {
        return new ServerPhrase(
                kind, words, where, status, who, Optional.of(Duration.ofMinutes(minutes)), advice, shown, link);
    }

    ServerPhrase so(Advice better) {
        return new ServerPhrase(kind, words, where, status, who, pause, better, shown, link);
    }

    ServerPhrase as(String sentence) {
        return new ServerPhrase(kind, words, where, status, who, pause, advice, sentence, link);
    }

    ServerPhrase see(String address) {
        return new ServerPhrase(kind, words, where, status, who, pause, advice, shown, address);
    }

    /**
     * Whether it is found in what a server said.
     *
     * @param code in capitals; empty if the server gave none
     */
    boolean isIn(String code, String textInSmallLetters) {
        return switch (kind) {
            case CODE -> code.equals(words);
            case TEXT -> textInSmallLetters.contains(words.toLowerCase(Locale.ROOT));
        };
    }
}
