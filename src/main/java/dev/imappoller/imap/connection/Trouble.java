package dev.imappoller.imap.connection;

import dev.imappoller.imap.said.Advice;
import dev.imappoller.imap.said.ServerPhrase;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.imap.said.ServerPhrases;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.provider.Provider;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
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
                .map(saying -> saying.status() == PollerStatus.THROTTLED
                        ? throttled(poller, saying, text, shown.apply(text))
                        : new Failure(
                                saying.status(),
                                poller.host() + " does not go on" + shown.apply(text) + ". "
                                        + advice(poller, saying, Advice.SERVER.words()) + ".",
                                ServerPhrases.pause(text, saying)));
    }

    /** A failure for words that ask for fewer logins or connections; empty for all others. */
    static Optional<Failure> beforeLogin(Poller poller, String text, Function<String, String> shown) {
        return ServerPhrases.of(text, Said.AT_LOGIN)
                .filter(saying -> saying.status() == PollerStatus.THROTTLED)
                .map(saying -> throttled(poller, saying, text, shown.apply(text)));
    }

    /** @param said what is shown of the words, to follow a sentence */
    static Failure throttled(Poller poller, ServerPhrase saying, String text, String said) {
        String usual = "If it lasts, raise intervalMinutes, or close other clients of " + poller.username();
        String limits = Provider.of(poller.host())
                .filter(known -> !known.limits().isEmpty())
                .map(known -> " Limits of " + known.title() + ": " + known.limits() + ".")
                .orElse("");
        return new Failure(
                PollerStatus.THROTTLED,
                poller.host() + " asks to come back later" + said + ". " + advice(poller, saying, usual) + "." + limits,
                ServerPhrases.pause(text, saying));
    }

    /**
     * What to do, with a link, and without a full stop.
     *
     * @param usual where the row knows no better
     */
    static String advice(Poller poller, ServerPhrase saying, String usual) {
        boolean token = poller.login().isToken();
        if (saying.advice() == Advice.USUAL || token && saying.advice().isOfPasswords()) {
            return usual + link(saying.link());
        }
        boolean ofTheAccount = saying.link().isEmpty() && saying.status() == PollerStatus.AUTH_FAILED;
        String help =
                ofTheAccount ? Provider.of(poller.host()).map(Provider::help).orElse("") : saying.link();
        return saying.advice().words() + link(help);
    }

    private static String link(String address) {
        return address.isEmpty() ? "" : " (" + address + ")";
    }
}
