package dev.imappoller.imap.said;

import static dev.imappoller.imap.said.ServerPhrase.code;
import static dev.imappoller.imap.said.ServerPhrase.text;
import static dev.imappoller.poller.status.PollerStatus.AUTH_FAILED;
import static dev.imappoller.poller.status.PollerStatus.MAILBOX_ERROR;
import static dev.imappoller.poller.status.PollerStatus.THROTTLED;

import java.util.List;
import java.util.stream.Stream;

/**
 * What servers say when they refuse, and what it means: looked through from its top, and all there is to be changed where one says something
 * new; docs/providers.md is made of it. Codes that can't be misread come first; then words that name the login; then words that name the
 * server's own state, which also count beside AUTHENTICATIONFAILED, since that code is for servers that don't want to say more (RFC 5530).
 * A refusal that no row knows is one of the login, if it answers one. The texts are from these servers' sources, and from what their users
 * report to the authors of FairEmail, imapsync, ImapFlow, MailKit, mailcore2, Mailspring and others.
 */
final class ServerPhraseTable {
    private static final String GOOGLE_APP_PASSWORDS = "https://support.google.com/accounts/answer/185833";
    private static final String GOOGLE_LIMITS = "https://support.google.com/a/answer/1071518";
    private static final String MICROSOFT_MAILBOXES = "https://learn.microsoft.com/exchange/client-developer/"
            + "legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth";
    private static final String ZOHO_IMAP = "https://www.zoho.com/mail/help/imap-access.html";
    private static final String NETEASE_HELP = "https://help.mail.163.com/";
    private static final String QQ_HELP = "https://help.mail.qq.com/detail/108/1023";

    /** RFC 5530, RFC 3206, and QUIRK: Gmail's OVERQUOTA and THROTTLED for too much use in a day. */
    private static final List<ServerPhrase> CODES = List.of(
            code(THROTTLED, "UNAVAILABLE"), // iCloud, Yandex and Yahoo for any trouble of their own at a login.
            code(THROTTLED, "LIMIT"), // Yahoo: "LOGIN Rate limit hit"; Stalwart: "Too many concurrent requests".
            code(THROTTLED, "INUSE"),
            code(THROTTLED, "THROTTLED").by("Gmail").see(GOOGLE_LIMITS),
            code(THROTTLED, "OVERQUOTA").by("Gmail").minutes(60).see(GOOGLE_LIMITS),
            code(THROTTLED, "LOGIN-DELAY"),
            code(MAILBOX_ERROR, "SYS/TEMP"),
            code(MAILBOX_ERROR, "SYS/PERM"),
            code(MAILBOX_ERROR, "TEMPFAIL"),
            code(MAILBOX_ERROR, "SERVERBUG"), // Yahoo: "LOGIN Server error - Please try again later".
            code(MAILBOX_ERROR, "CORRUPTION"),
            code(AUTH_FAILED, "EXPIRED").so(Advice.NEW_PASSWORD),
            code(AUTH_FAILED, "AUTHORIZATIONFAILED").so(Advice.MAY_READ),
            code(AUTH_FAILED, "PRIVACYREQUIRED").so(Advice.TLS),
            code(AUTH_FAILED, "NOPERM").so(Advice.MAY_READ),
            code(AUTH_FAILED, "WEBALERT").by("Gmail").so(Advice.SIGN_IN),
            code(AUTH_FAILED, "WEBLOGIN").so(Advice.SIGN_IN));

    /** Words that can mean one thing only. */
    private static final List<ServerPhrase> SURE = List.of(
            // QUIRK: the login is taken, and whatever comes next refused with BAD; for too many connections, too little
            // rights, or a mailbox without IMAP.
            text(THROTTLED, "User is authenticated but not connected")
                    .by("Microsoft 365, Exchange")
                    .so(Advice.OPEN_TO_LOGIN)
                    .see(MICROSOFT_MAILBOXES),
            text(THROTTLED, "Request is throttled").by("Microsoft 365"),
            // QUIRK: it says the same for a wrong code as for too many logins, so that is no reason to wait ever
            // longer.
            text(AUTH_FAILED, "Login fail. Account is abnormal, service is not open, password is incorrect")
                    .by("QQ")
                    .minutes(15)
                    .so(Advice.MANY_REASONS)
                    .see(QQ_HELP),
            text(MAILBOX_ERROR, "Unsafe Login")
                    .by("NetEase")
                    .anywhere()
                    .minutes(15)
                    .so(Advice.KNOWN_CLIENTS)
                    .see(NETEASE_HELP),
            text(AUTH_FAILED, "BasicAuthBlocked")
                    .by("Outlook.com")
                    .so(Advice.OAUTH)
                    .as("Basic authentication is blocked"));

    /** Before the words of a busy server, since some name both. */
    private static final List<ServerPhrase> LOGIN = List.of(
            text(AUTH_FAILED, "Application-specific password required")
                    .by("Gmail")
                    .so(Advice.APP_PASSWORD)
                    .see(GOOGLE_APP_PASSWORDS),
            text(AUTH_FAILED, "Application password is required")
                    .by("Mail.ru")
                    .so(Advice.APP_PASSWORD)
                    .see("https://help.mail.ru/mail/security/protection/external"),
            text(AUTH_FAILED, "parol prilozheniya")
                    .by("Mail.ru")
                    .so(Advice.APP_PASSWORD)
                    .as("An application password is required")
                    .see("https://help.mail.ru/mail/security/protection/external"),
            text(AUTH_FAILED, "app password").so(Advice.APP_PASSWORD).as("An app password is required"),
            text(AUTH_FAILED, "Please log in via your web browser").by("Gmail").so(Advice.SIGN_IN),
            text(AUTH_FAILED, "log in via your web browser").so(Advice.SIGN_IN),
            text(AUTH_FAILED, "Web login required").by("Gmail").so(Advice.SIGN_IN),
            text(AUTH_FAILED, "LOGIN Ommm").by("Yandex").so(Advice.SIGN_IN),
            text(AUTH_FAILED, "Please verify your account by going to")
                    .by("Mail.ru")
                    .so(Advice.SIGN_IN)
                    .as("Please verify your account"),
            text(AUTH_FAILED, "Your account is not enabled for IMAP use")
                    .by("Gmail")
                    .so(Advice.SWITCH_ON),
            text(AUTH_FAILED, "not enabled for IMAP").so(Advice.SWITCH_ON).as("The account is not enabled for IMAP"),
            text(AUTH_FAILED, "IMAP access is disabled for your domain")
                    .by("Gmail")
                    .so(Advice.ADMIT),
            text(AUTH_FAILED, "IMAP access is disabled").so(Advice.SWITCH_ON),
            text(AUTH_FAILED, "yet to enable IMAP")
                    .by("Zoho")
                    .so(Advice.SWITCH_ON)
                    .as("You are yet to enable IMAP for your account")
                    .see(ZOHO_IMAP),
            text(AUTH_FAILED, "invalid credentials or IMAP is disabled")
                    .by("Yandex")
                    .so(Advice.SWITCH_ON)
                    .as("Invalid credentials or IMAP is disabled"),
            text(AUTH_FAILED, "does not have access rights to this service")
                    .by("Yandex")
                    .so(Advice.SWITCH_ON)
                    .as("This user does not have access rights to this service"),
            text(AUTH_FAILED, "IMAP is disabled").so(Advice.SWITCH_ON),
            text(AUTH_FAILED, "Basic authentication is disabled").so(Advice.OAUTH),
            text(AUTH_FAILED, "account is disabled").so(Advice.UNLOCK).as("The account is disabled"),
            text(AUTH_FAILED, "account disabled").so(Advice.UNLOCK).as("The account is disabled"),
            text(AUTH_FAILED, "account is locked").so(Advice.UNLOCK).as("The account is locked"),
            text(AUTH_FAILED, "account locked").so(Advice.UNLOCK).as("The account is locked"),
            text(AUTH_FAILED, "Please use full email address as user name")
                    .by("hMailServer")
                    .so(Advice.WHOLE_ADDRESS),
            text(AUTH_FAILED, "Login error or password error")
                    .by("NetEase")
                    .so(Advice.AUTHORIZATION_CODE)
                    .see(NETEASE_HELP),
            text(AUTH_FAILED, "Login error password error")
                    .by("NetEase")
                    .so(Advice.AUTHORIZATION_CODE)
                    .see(NETEASE_HELP),
            text(AUTH_FAILED, "using authorized code to login")
                    .by("QQ")
                    .so(Advice.AUTHORIZATION_CODE)
                    .as("Please use an authorized code to log in")
                    .see(QQ_HELP),
            text(AUTH_FAILED, "Authorized code is incorrect")
                    .by("QQ")
                    .so(Advice.AUTHORIZATION_CODE)
                    .see(QQ_HELP),
            text(AUTH_FAILED, "using weixin token")
                    .by("QQ")
                    .so(Advice.AUTHORIZATION_CODE)
                    .as("Please use a Weixin token")
                    .see(QQ_HELP),
            text(AUTH_FAILED, "Incorrect username, password or access token").by("Fastmail"),
            text(AUTH_FAILED, "Incorrect username or password").by("Fastmail, Yahoo, AOL"),
            text(AUTH_FAILED, "Invalid username or password"),
            text(AUTH_FAILED, "Invalid user name or password").by("hMailServer"),
            text(AUTH_FAILED, "wrong username or password").as("Wrong username or password"),
            text(AUTH_FAILED, "Invalid login or password").by("AOL"),
            text(AUTH_FAILED, "Invalid login/password"),
            text(AUTH_FAILED, "Invalid username/password"),
            text(AUTH_FAILED, "Username and password not accepted"),
            text(AUTH_FAILED, "password is incorrect").as("The password is incorrect"),
            text(AUTH_FAILED, "Incorrect password"),
            text(AUTH_FAILED, "Login incorrect").by("Cyrus"),
            text(AUTH_FAILED, "Wrong password"),
            text(AUTH_FAILED, "Bad password"),
            text(AUTH_FAILED, "Invalid password"),
            text(AUTH_FAILED, "password expired").so(Advice.NEW_PASSWORD).as("The password has expired"),
            text(AUTH_FAILED, "password has expired").so(Advice.NEW_PASSWORD).as("The password has expired"),
            text(AUTH_FAILED, "Unknown user"),
            text(AUTH_FAILED, "No such user"),
            text(AUTH_FAILED, "Invalid credentials").by("Gmail, Yahoo, Zoho"));

    /** QUIRK: Gmail and others have a code that any alert has, or none. */
    private static final List<ServerPhrase> BUSY = List.of(
            text(THROTTLED, "Too many simultaneous connections")
                    .by("Gmail")
                    .so(Advice.CLOSE_OTHERS)
                    .see(GOOGLE_LIMITS),
            text(THROTTLED, "Too many simultaneous").so(Advice.CLOSE_OTHERS).as("Too many simultaneous connections"),
            text(THROTTLED, "Too many concurrent").so(Advice.CLOSE_OTHERS).as("Too many concurrent connections"),
            text(THROTTLED, "Too many open connections").by("Cyrus").so(Advice.CLOSE_OTHERS),
            text(THROTTLED, "Too many connections").so(Advice.CLOSE_OTHERS),
            text(THROTTLED, "Too many IMAP connections").so(Advice.CLOSE_OTHERS),
            text(THROTTLED, "Too many requests"),
            text(THROTTLED, "Maximum number of connections").by("Dovecot").so(Advice.CLOSE_OTHERS),
            text(THROTTLED, "Connection limit").so(Advice.CLOSE_OTHERS),
            text(THROTTLED, "Account exceeded command or bandwidth limits")
                    .by("Gmail")
                    .minutes(60)
                    .see(GOOGLE_LIMITS),
            text(THROTTLED, "exceeded command or bandwidth limits")
                    .minutes(60)
                    .as("Command or bandwidth limits are exceeded"),
            text(THROTTLED, "Bandwidth limit").minutes(60),
            text(THROTTLED, "Rate limit").by("Yahoo, AOL"),
            text(THROTTLED, "rate-limit").as("Rate limit"),
            text(THROTTLED, "ratelimit").as("Rate limit"),
            text(THROTTLED, "Server is busy"),
            text(THROTTLED, "Server busy"),
            text(THROTTLED, "Server too busy"),
            text(THROTTLED, "System busy"),
            text(THROTTLED, "System is busy"),
            // It bans an address for an hour, if nobody has set another time.
            text(THROTTLED, "Too many invalid logon attempts")
                    .by("hMailServer")
                    .atLogin()
                    .minutes(60)
                    .so(Advice.BANNED),
            text(THROTTLED, "too many").atLogin().as("Too many logins or attempts"),
            text(THROTTLED, "too frequent").atLogin().as("Too frequent logins"),
            text(THROTTLED, "frequency").atLogin().as("Login frequency"),
            text(THROTTLED, "throttl").atLogin().as("Throttled"),
            text(THROTTLED, "again later").by("Courier, Yahoo").atLogin().as("Try again later"),
            text(THROTTLED, "try later").atLogin().as("Try again later"),
            text(THROTTLED, "later again").atLogin().as("Try again later"),
            text(THROTTLED, "come back later").atLogin().as("Try again later"),
            text(THROTTLED, "again after some time").by("Yahoo").atLogin().as("Try again after some time"),
            text(THROTTLED, "Temporarily blocked").atLogin().minutes(15),
            text(THROTTLED, "Temporarily locked").atLogin().minutes(15),
            text(THROTTLED, "temporarily restricted")
                    .by("Yandex")
                    .atLogin()
                    .minutes(15)
                    .as("Temporarily restricted"));

    private static final List<ServerPhrase> BROKEN = Stream.of(
                    text(MAILBOX_ERROR, "Temporary authentication failure").by("Dovecot, IONOS, OVH"),
                    text(MAILBOX_ERROR, "Internal authentication failure").by("Dovecot"),
                    text(MAILBOX_ERROR, "Internal login failure").by("Dovecot"),
                    text(MAILBOX_ERROR, "Temporary failure"),
                    text(MAILBOX_ERROR, "Temporary error"),
                    text(MAILBOX_ERROR, "Temporarily unavailable"),
                    text(MAILBOX_ERROR, "Temporary system"),
                    text(MAILBOX_ERROR, "temporarily not available").as("Temporarily not available"),
                    text(MAILBOX_ERROR, "Internal error"),
                    text(MAILBOX_ERROR, "Internal server error").by("Yandex"),
                    text(MAILBOX_ERROR, "Internal failure"),
                    text(MAILBOX_ERROR, "generic failure").by("Cyrus").as("Generic failure"),
                    // RFC 5530: an administrator has to mend something, which says nothing of the password.
                    code(MAILBOX_ERROR, "CONTACTADMIN").by("Dovecot"),
                    // What follows is also said of what only was no success, so the code for a wrong password outweighs
                    // it.
                    code(AUTH_FAILED, "AUTHENTICATIONFAILED"),
                    text(MAILBOX_ERROR, "Service unavailable"),
                    text(MAILBOX_ERROR, "Service not available"),
                    text(MAILBOX_ERROR, "Service is not available"),
                    text(MAILBOX_ERROR, "Server unavailable").by("Exchange"),
                    text(MAILBOX_ERROR, "Server error").by("Yahoo"),
                    text(MAILBOX_ERROR, "Server failure"),
                    text(MAILBOX_ERROR, "System error").by("Gmail"),
                    text(MAILBOX_ERROR, "database").as("Database error"),
                    text(MAILBOX_ERROR, "backend").by("Yandex").as("Backend failure"),
                    text(MAILBOX_ERROR, "back end").as("Backend failure"),
                    text(MAILBOX_ERROR, "lookup fail").as("Lookup failed"),
                    text(MAILBOX_ERROR, "ldap").as("LDAP failure"),
                    text(MAILBOX_ERROR, "unable to contact").as("Unable to contact a server"),
                    text(MAILBOX_ERROR, "cannot connect").as("Cannot connect to a server"),
                    text(MAILBOX_ERROR, "can't connect").as("Cannot connect to a server"),
                    text(MAILBOX_ERROR, "failed to connect").as("Failed to connect to a server"),
                    text(MAILBOX_ERROR, "Connection refused"),
                    text(MAILBOX_ERROR, "Timeout"),
                    text(MAILBOX_ERROR, "time-out").as("Timeout"),
                    text(MAILBOX_ERROR, "Timed out"),
                    text(MAILBOX_ERROR, "Maintenance"),
                    text(MAILBOX_ERROR, "Shutting down"),
                    text(MAILBOX_ERROR, "Out of memory"),
                    text(MAILBOX_ERROR, "overload").as("Overloaded"))
            .toList();

    private static final List<ServerPhrase> NO_MORE_THAN_THAT = List.of(
            text(AUTH_FAILED, "LOGIN failed").by("Microsoft 365, Exchange, Cyrus, Courier"),
            text(AUTH_FAILED, "AUTHENTICATE failed").by("Microsoft 365, Exchange"),
            text(AUTH_FAILED, "Authentication failed").by("Dovecot, GMX, WEB.DE, IONOS, OVH, iCloud"),
            text(AUTH_FAILED, "Authentication failure"),
            text(AUTH_FAILED, "LOGIN invalid"),
            text(AUTH_FAILED, "Invalid login"));

    /** All rows, in their order. */
    static final List<ServerPhrase> ROWS = Stream.of(CODES, SURE, LOGIN, BUSY, BROKEN, NO_MORE_THAN_THAT)
            .flatMap(List::stream)
            .toList();

    private ServerPhraseTable() {}
}
