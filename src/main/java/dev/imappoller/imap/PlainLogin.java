package dev.imappoller.imap;

import dev.imappoller.imap.Habits.Way;
import dev.imappoller.poller.Poller;
import java.util.Locale;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;

/**
 * A login with a password where AUTHENTICATE PLAIN is offered. QUIRK: some servers offer it and refuse it, where LOGIN works. A refusal that
 * doesn't say that the password is wrong is followed by LOGIN at once, and one that does at the next poll, in the place of PLAIN: so a wrong
 * password costs no more refusals, by which an account may be locked, than it has to.
 */
final class PlainLogin {
    private final Habits habits;
    private final String account;
    private final boolean plainOnly;

    /** Shows a login to the server. */
    interface Attempt {
        /** @throws ProtocolException if it is refused, or the connection is lost */
        void make() throws ProtocolException;
    }

    /** @param loginDisabled whether the server says that it takes no LOGIN */
    PlainLogin(Habits habits, Poller poller, boolean loginDisabled) {
        this.habits = habits;
        // Another password is another account here: what was refused for the wrong one may be right for it.
        this.account = poller.host() + "\n" + poller.username() + "\n"
                + poller.presentedLogin().secret().reveal().hashCode();
        this.plainOnly = loginDisabled;
    }

    void make(Attempt plain, Attempt login) throws ProtocolException {
        Way way = plainOnly ? Way.PLAIN_ALONE : habits.login(account);
        switch (way) {
            case PLAIN -> plainFirst(plain, login);
            case PLAIN_ALONE -> plain.make();
            case LOGIN_NEXT, LOGIN -> login(login);
        }
    }

    private void plainFirst(Attempt plain, Attempt login) throws ProtocolException {
        try {
            plain.make();
        } catch (CommandFailedException | BadCommandException e) {
            Response refusal = e.getResponse();
            if (saysWhy(refusal)) {
                if (isWrongPassword(refusal)) {
                    habits.login(account, Way.LOGIN_NEXT);
                }
                throw e;
            }
            login(login);
        }
    }

    private void login(Attempt login) throws ProtocolException {
        try {
            login.make();
            habits.login(account, Way.LOGIN);
        } catch (CommandFailedException | BadCommandException e) {
            if (!Responses.isThrottling(e.getResponse())) {
                habits.login(account, Way.PLAIN_ALONE);
            }
            throw e;
        }
    }

    /** RFC 5530 has codes for each reason; and who is busy or broken is not asked once more. */
    private static boolean saysWhy(Response refusal) {
        boolean hasCode = refusal.getRest().strip().startsWith("[");
        boolean otherReason = Saying.of(refusal.getRest(), Saying.Said.AT_LOGIN)
                .filter(saying -> saying.meaning() != Saying.Meaning.BAD_LOGIN)
                .isPresent();
        return refusal.isNO() && (hasCode || otherReason);
    }

    private static boolean isWrongPassword(Response refusal) {
        return refusal.getRest().strip().toUpperCase(Locale.ROOT).startsWith("[AUTHENTICATIONFAILED");
    }
}
