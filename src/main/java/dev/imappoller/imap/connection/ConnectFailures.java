package dev.imappoller.imap.connection;

import dev.imappoller.imap.connection.Connection.Progress;
import dev.imappoller.imap.said.ResponseCode;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.imap.said.ServerPhrases;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Security;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.ConnectionFailures;
import dev.imappoller.poller.wording.MailboxFailures;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;

/** Says what a failed connection, login or SELECT means, by the kinds of the exceptions and how far the session got. */
public final class ConnectFailures {
    private ConnectFailures() {}

    /** @param overheard what the server said in the login besides its result */
    public static Failure of(Poller poller, MessagingException e, Progress progress, Overheard overheard) {
        return switch (progress) {
            case CONNECTING -> connecting(poller, e);
            case TLS_HANDSHAKE -> handshake(poller, e);
            case LOGIN -> login(poller, e, overheard);
            case LOGGED_IN -> lost(poller, "after the login", e);
        };
    }

    /** What a failure of SELECT means. */
    public static Failure ofSelect(Poller poller, MessagingException e) {
        if (e instanceof FolderNotFoundException) {
            return MailboxFailures.noFolder(poller);
        }
        Optional<CommandFailedException> refused = find(e, CommandFailedException.class);
        if (refused.isPresent()) {
            return refusedSelect(poller, text(e));
        }
        Optional<Failure> known = Trouble.of(poller, text(e), text -> said(poller, text));
        if (known.isPresent()) {
            return known.get();
        }
        if (find(e, BadCommandException.class).isPresent() || e.getCause() == null) {
            return MailboxFailures.noSelectableFolder(poller, words(poller, text(e)));
        }
        return lost(poller, "while " + poller.folder() + " was selected and searched", e);
    }

    private static Failure refusedSelect(Poller poller, String text) {
        return Trouble.of(poller, text, words -> said(poller, words))
                .orElseGet(() -> MailboxFailures.folderRefused(poller, said(poller, text)));
    }

    /** The server would not list the unread messages. */
    public static Failure refusedList(Poller poller, String verb, Response result) {
        String text = result.getRest();
        return Trouble.of(poller, text, words -> said(poller, words))
                .orElseGet(() -> MailboxFailures.notListed(poller, verb, words(poller, text)));
    }

    /** The server can search, but not by the poller's filter: only the person who wrote the filter can mend that. */
    public static Failure refusedFilter(Poller poller, Response result) {
        String text = result.getRest();
        boolean isCharset = ResponseCode.in(text)
                .filter(code -> code.word().equals("BADCHARSET"))
                .isPresent();
        return Trouble.of(poller, text, words -> said(poller, words))
                .orElseGet(() -> isCharset
                        ? MailboxFailures.filterBeyondAscii(poller, said(poller, text))
                        : MailboxFailures.filterRefused(poller, said(poller, text)));
    }

    /** The connection went away in mid-session. */
    public static Failure lost(Poller poller, String when, Throwable e) {
        Optional<String> bye = bye(e);
        return bye.flatMap(text -> Trouble.of(poller, text, words -> said(poller, words)))
                .orElseGet(() -> lost(
                        poller, when, e, bye.map(text -> said(poller, text)).orElse("")));
    }

    /** The server's own words at the end of a connection. */
    private static Optional<String> bye(Throwable e) {
        return find(e, ConnectionException.class)
                .filter(said -> madeUp(said).isEmpty())
                .map(ConnectionException::getResponse)
                .map(Response::getRest);
    }

    /** @param said what is shown of the server's words */
    private static Failure lost(Poller poller, String when, Throwable e, String said) {
        if (e instanceof RuntimeException || e instanceof Error) {
            return ConnectionFailures.unreadable(poller, when, e);
        }
        return find(e, SocketTimeoutException.class).isPresent()
                ? ConnectionFailures.timedOut(poller, when, said)
                : ConnectionFailures.closed(poller, when, said);
    }

    private static Failure connecting(Poller poller, MessagingException e) {
        Optional<ConnectionException> bye =
                find(e, ConnectionException.class).filter(said -> madeUp(said).isEmpty());
        if (bye.isPresent()) {
            return greeting(poller, bye.get());
        }
        boolean connected = find(e, IOException.class).isEmpty();
        if (connected && find(e, ProtocolException.class).isPresent() && poller.security() == Security.STARTTLS) {
            return ConnectionFailures.noStartTls(poller);
        }
        if (find(e, SocketTimeoutException.class).isPresent()) {
            boolean silent = !(e.getCause() instanceof ConnectException)
                    && find(e, ConnectException.class).isEmpty();
            return ConnectionFailures.connectTimedOut(poller, silent);
        }
        return ConnectionFailures.notConnected(poller, deepest(poller, e));
    }

    private static Failure greeting(Poller poller, ConnectionException e) {
        String text = Optional.ofNullable(e.getResponse()).map(r -> r.getRest()).orElse("");
        return Trouble.beforeLogin(poller, text, words -> said(poller, words))
                .orElseGet(() -> ConnectionFailures.closedInsteadOfGreeting(poller, said(poller, text)));
    }

    private static Failure handshake(Poller poller, MessagingException e) {
        Optional<ConnectionException> bye =
                find(e, ConnectionException.class).filter(said -> madeUp(said).isEmpty());
        if (bye.isPresent()) {
            return greeting(poller, bye.get());
        }
        boolean certificate = find(e, CertificateException.class).isPresent()
                || find(e, CertPathValidatorException.class).isPresent()
                || find(e, CertPathBuilderException.class).isPresent();
        if (certificate) {
            return find(e, CertPathBuilderException.class).isPresent()
                    ? ConnectionFailures.unknownAuthority(poller)
                    : ConnectionFailures.badCertificate(poller, deepest(poller, e));
        }
        if (find(e, SocketTimeoutException.class).isPresent()) {
            return ConnectionFailures.silentInsteadOfTls(poller);
        }
        if (find(e, SSLException.class).isPresent()) {
            return ConnectionFailures.noTls(poller, deepest(poller, e));
        }
        return ConnectionFailures.closedInsteadOfTls(poller);
    }

    private static Failure login(Poller poller, MessagingException e, Overheard overheard) {
        if (find(e, ConnectionException.class).isPresent()
                || find(e, IOException.class).isPresent()) {
            return lostInLogin(poller, e, overheard);
        }
        String text = text(e);
        boolean refused = e instanceof AuthenticationFailedException
                || find(e, BadCommandException.class).isPresent();
        if (!refused) {
            return poller.login().isToken()
                    ? ConnectionFailures.noLoginByToken(poller)
                    : ConnectionFailures.noLoginByPassword(poller, LoginRefusal.aboutPasswords(poller));
        }
        return LoginRefusal.of(poller, text, overheard);
    }

    /** QUIRK: some servers refuse a login with BYE. */
    private static Failure lostInLogin(Poller poller, MessagingException e, Overheard overheard) {
        Optional<String> bye = bye(e);
        boolean isRefusal = bye.filter(
                        text -> ServerPhrases.of(text, Said.AT_LOGIN).isPresent())
                .isPresent();
        return isRefusal
                ? LoginRefusal.of(poller, bye.get(), overheard)
                : lost(
                        poller,
                        "during the login",
                        e,
                        bye.map(text -> LoginRefusal.said(poller, text)).orElse(""));
    }

    private static String said(Poller poller, String text) {
        String words = words(poller, text);
        return words.isEmpty() ? "" : " (it said: " + words + ")";
    }

    /** What the server said after NO, BAD or BYE, or else what the exception says; may be empty. */
    static String text(MessagingException e) {
        Optional<String> said = find(e, ProtocolException.class)
                .map(ProtocolException::getResponse)
                .filter(response -> !response.isSynthetic())
                .map(Response::getRest);
        String message = e.getMessage();
        return said.orElse(message == null ? "" : message);
    }

    /** A server's words, fit to be shown. */
    public static String words(Poller poller, String text) {
        return ForeignText.of(text).shown(Masking.of(poller));
    }

    private static String deepest(Poller poller, Throwable e) {
        return ForeignText.of(causes(e).reduce(e, (outer, inner) -> inner)).shown(Masking.of(poller));
    }

    private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> kind) {
        return causes(e).filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(Optional.of(e), Optional::isPresent, cause -> cause.flatMap(ConnectFailures::next))
                .flatMap(Optional::stream);
    }

    /** QUIRK: Angus Mail makes a BYE of a read that fails, and keeps the exception in that response. */
    private static Optional<Throwable> next(Throwable e) {
        Optional<Throwable> madeUp = madeUp(e).map(Response::getException);
        return madeUp.or(() -> Optional.ofNullable(e.getCause()));
    }

    private static Optional<Response> madeUp(Throwable e) {
        return Optional.of(e)
                .filter(ProtocolException.class::isInstance)
                .map(ProtocolException.class::cast)
                .map(ProtocolException::getResponse)
                .filter(Response::isSynthetic);
    }
}
