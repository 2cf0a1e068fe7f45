package dev.imappoller.imap.connection;

import dev.imappoller.imap.pipeline.ServerQuirks;
import dev.imappoller.imap.pipeline.ServerQuirks.Way;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.imap.said.ServerPhrases;
import dev.imappoller.poller.item.Poller;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;

/**
 * A login with a password where AUTHENTICATE PLAIN is offered. QUIRK: some servers offer it and refuse it, in whatever words, where LOGIN
 * works: so LOGIN is tried at once. Where both are refused the next polls try one of them in turns, since an account may be locked by
 * refusals: a wrong password costs one more of them in all, and none at each poll.
 */
final class PlainLogin {
    private final ServerQuirks quirks;
    private final String account;
    private final boolean loginDisabled;

    /** Shows a login to the server. */
    interface Attempt {
        /** @throws ProtocolException if it is refused, or the connection is lost */
        void make() throws ProtocolException;
    }

    /** @param loginDisabled whether the server says that it takes no LOGIN */
    PlainLogin(ServerQuirks quirks, Poller poller, boolean loginDisabled) {
        this.quirks = quirks;
        // A changed password counts as another account, since the server may accept it by the way that it refused for
        // the old one.
        this.account = poller.host() + ":" + poller.port() + "\n" + poller.username() + "\n"
                + poller.presentedLogin().secret().reveal().hashCode();
        this.loginDisabled = loginDisabled;
    }

    void make(Attempt plain, Attempt login) throws ProtocolException {
        if (loginDisabled) {
            plain.make();
            return;
        }
        switch (quirks.login(account)) {
            case EITHER -> either(plain, login);
            case PLAIN_ALONE -> alone(plain, Way.EITHER, Way.LOGIN_ALONE);
            case LOGIN_ALONE -> alone(login, Way.LOGIN_ALONE, Way.PLAIN_ALONE);
        }
    }

    private void alone(Attempt attempt, Way ifTaken, Way ifRefused) throws ProtocolException {
        try {
            attempt.make();
            quirks.login(account, ifTaken);
        } catch (CommandFailedException | BadCommandException e) {
            if (!isNoMatterOfLogin(e)) {
                quirks.login(account, ifRefused);
            }
            throw e;
        }
    }

    private void either(Attempt plain, Attempt login) throws ProtocolException {
        try {
            plain.make();
        } catch (CommandFailedException | BadCommandException e) {
            if (isNoMatterOfLogin(e)) {
                throw e;
            }
            instead(login, e);
        }
    }

    /** @param refused how PLAIN was refused; this is reported if the result of LOGIN says no more */
    private void instead(Attempt login, ProtocolException refused) throws ProtocolException {
        try {
            login.make();
            quirks.login(account, Way.LOGIN_ALONE);
        } catch (CommandFailedException | BadCommandException e) {
            boolean isNotKnown = isNoMatterOfLogin(e);
            quirks.login(account, isNotKnown ? Way.LOGIN_ALONE : Way.PLAIN_ALONE);
            boolean saysMore = e.getResponse().isNO()
                    && ServerPhrases.of(refused.getResponse().getRest(), Said.AT_LOGIN)
                            .isEmpty();
            throw isNotKnown || saysMore ? e : refused;
        } catch (ProtocolException e) {
            quirks.login(account, Way.LOGIN_ALONE); // Some servers close the connection after a refusal.
            throw refused;
        }
    }

    private static boolean isNoMatterOfLogin(ProtocolException refusal) {
        return LoginRefusal.isNoMatterOfLogin(refusal.getResponse().getRest());
    }
}
