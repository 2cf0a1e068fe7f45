package dev.imappoller.imap.connection;

import dev.imappoller.imap.said.Advice;
import dev.imappoller.imap.said.ResponseCode;
import dev.imappoller.imap.said.ServerPhrase;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.imap.said.ServerPhrases;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.provider.Provider;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.wording.ConnectionFailures;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what it means that a server refused a login, and what may be shown of its words. */
final class LoginRefusal {
    private LoginRefusal() {}

    /**
     * Not every NO means that the password is wrong. A login that is taken for wrong is in backoff for long.
     *
     * @param text what the server answered
     * @param overheard what it said besides
     */
    static Failure of(Poller poller, String text, Overheard overheard) {
        String telling = telling(
                Stream.concat(Stream.of(text), overheard.refusals().stream()).toList());
        Optional<ServerPhrase> phrase = ServerPhrases.of(telling, Said.AT_LOGIN);
        String said = said(poller, telling);
        if (phrase.isEmpty() || phrase.get().status() == PollerStatus.AUTH_FAILED) {
            return ConnectionFailures.loginRefused(
                    poller,
                    said,
                    phrase.map(known -> Trouble.advice(poller, known, toCheck(poller)))
                            .orElseGet(() -> toCheck(poller)),
                    aboutPasswords(poller)
                            + overheard.challenge().map(OAuthChallenge::words).orElse(""),
                    phrase.flatMap(known -> ServerPhrases.pause(telling, known)).orElse(null));
        }
        return phrase.get().status() == PollerStatus.THROTTLED
                ? Trouble.throttled(poller, phrase.get(), telling, said)
                : ConnectionFailures.noLoginNow(
                        phrase.get().status(),
                        poller,
                        said,
                        Trouble.advice(poller, phrase.get(), Advice.SERVER.words()),
                        ServerPhrases.pause(telling, phrase.get()).orElse(null));
    }

    /** Whether a server that says so at a login has another reason than the login: who is busy or broken is not asked once more. */
    static boolean isNoMatterOfLogin(String text) {
        return ServerPhrases.of(text, Said.AT_LOGIN)
                .filter(phrase -> phrase.status() != PollerStatus.AUTH_FAILED)
                .isPresent();
    }

    /** What says the most: a trouble of the server's own first, since a good password must not be left alone for hours. */
    private static String telling(List<String> all) {
        return all.stream()
                .filter(LoginRefusal::isNoMatterOfLogin)
                .findFirst()
                .or(() -> all.stream()
                        .filter(text -> ServerPhrases.of(text, Said.AT_LOGIN).isPresent())
                        .findFirst())
                .orElseGet(() -> all.get(0));
    }

    private static String toCheck(Poller poller) {
        if (poller.login().isToken()) {
            return "The access token is new, so check username, scope, and whether the token's owner may read this mailbox";
        }
        return "Check username and password";
    }

    /** What the host's provider needs instead of the account's password, to follow a sentence; empty for most hosts. */
    static String aboutPasswords(Poller poller) {
        return Provider.of(poller.host())
                .map(Provider::aboutPasswords)
                .filter(about -> !about.isEmpty() && !poller.login().isToken())
                .map(about -> " " + about + ".")
                .orElse("");
    }

    /** Such words may repeat the login in any form, so only codes and sentences that are known are shown. */
    static String said(Poller poller, String text) {
        if (text.isBlank()) {
            return "";
        }
        String known = Stream.concat(
                        ResponseCode.in(text).map(code -> "[" + code.word() + "]").stream(),
                        ServerPhrases.shownOf(text).stream())
                .collect(Collectors.joining(" "));
        // A password may be one of our own words.
        boolean mayBeShown = !known.isEmpty()
                && Masking.ofLogin(poller).mask(known).filter(known::equals).isPresent();
        return mayBeShown ? " (it said: " + known + ")" : " (its words are not shown, since they may repeat the login)";
    }
}
