package dev.imappoller.imap.connection;

import dev.imappoller.imap.said.Advice;
import dev.imappoller.imap.said.ServerPhrase;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.imap.said.ServerPhrases;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.provider.Provider;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.wording.ConnectionFailures;
import java.util.Optional;
import java.util.function.Function;

/** What it means that a server says that it is busy, or what else is known to mean the same at whatever command. */
final class Trouble {
    private Trouble() {}

    /**
     * A failure for words that mean one at any command; empty for all others.
     *
     * @param shown what is shown of the words
     */
    static Optional<Failure> of(Poller poller, String text, Function<String, String> shown) {
        return ServerPhrases.of(text, Said.ANYWHERE)
                .map(phrase -> phrase.status() == PollerStatus.THROTTLED
                        ? throttled(poller, phrase, text, shown.apply(text))
                        : ConnectionFailures.doesNotGoOn(
                                phrase.status(),
                                poller,
                                shown.apply(text),
                                advice(poller, phrase, Advice.SERVER.words()),
                                ServerPhrases.pause(text, phrase).orElse(null)));
    }

    /** A failure for words that ask for fewer logins or connections; empty for all others. */
    static Optional<Failure> beforeLogin(Poller poller, String text, Function<String, String> shown) {
        return ServerPhrases.of(text, Said.AT_LOGIN)
                .filter(phrase -> phrase.status() == PollerStatus.THROTTLED)
                .map(phrase -> throttled(poller, phrase, text, shown.apply(text)));
    }

    /** @param said what is shown of the words, to follow a sentence */
    static Failure throttled(Poller poller, ServerPhrase phrase, String text, String said) {
        String limits = Provider.of(poller.host())
                .filter(known -> !known.limits().isEmpty())
                .map(known -> " Limits of " + known.title() + ": " + known.limits() + ".")
                .orElse("");
        return ConnectionFailures.throttled(
                poller,
                said,
                advice(poller, phrase, ConnectionFailures.lessOften(poller)),
                limits,
                ServerPhrases.pause(text, phrase).orElse(null));
    }

    /**
     * What to do, with a link, and without a full stop.
     *
     * @param usual where the row knows no better
     */
    static String advice(Poller poller, ServerPhrase phrase, String usual) {
        boolean token = poller.login().isToken();
        if (phrase.advice() == Advice.USUAL || token && phrase.advice().isOfPasswords()) {
            return usual + link(phrase.link());
        }
        boolean ofTheAccount = phrase.link().isEmpty() && phrase.status() == PollerStatus.AUTH_FAILED;
        String help =
                ofTheAccount ? Provider.of(poller.host()).map(Provider::help).orElse("") : phrase.link();
        return phrase.advice().words() + link(help);
    }

    private static String link(String address) {
        return address.isEmpty() ? "" : " (" + address + ")";
    }
}
