package dev.imappoller.imap.said;

import static dev.imappoller.poller.status.PollerStatus.AUTH_FAILED;
import static dev.imappoller.poller.status.PollerStatus.MAILBOX_ERROR;
import static dev.imappoller.poller.status.PollerStatus.THROTTLED;

import dev.imappoller.poller.status.PollerStatus;
import java.util.List;

/** What large providers and well-known servers say when they refuse a login, in their very words. */
public final class ProviderSayings {
    private static final List<Saying> ALL = List.of(
            new Saying(
                    "imap.gmail.com",
                    "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
                    AUTH_FAILED,
                    "Gmail takes an app password or OAuth 2.0"),
            new Saying(
                    "imap.gmail.com",
                    "NO [ALERT] Application-specific password required: https://support.google.com/x" + " (Failure)",
                    AUTH_FAILED,
                    "(https://support.google.com/accounts/answer/185833)"),
            new Saying(
                    "imap.gmail.com",
                    "NO [ALERT] Please log in via your web browser: https://support.google.com/x (Failure)",
                    AUTH_FAILED,
                    "Sign in once on the web"),
            new Saying(
                    "imap.gmail.com",
                    "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail"
                            + " settings page and enable your account for IMAP access. (Failure)",
                    AUTH_FAILED,
                    "Switch IMAP on"),
            new Saying(
                    "imap.gmail.com",
                    "NO [ALERT] IMAP access is disabled for your domain. Please contact your domain"
                            + " administrator for questions about this feature. (Failure)",
                    AUTH_FAILED,
                    "administrator admit IMAP"),
            new Saying(
                    "imap.gmail.com",
                    "NO [ALERT] Too many simultaneous connections. (Failure)",
                    THROTTLED,
                    "15 connections"),
            new Saying(
                    "imap.gmail.com",
                    "NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)",
                    THROTTLED,
                    "2,500 MB a day"),
            new Saying("imap.gmail.com", "NO [THROTTLED] (Failure)", THROTTLED, "15 connections"),
            new Saying(
                    "imap.gmail.com",
                    "NO [ALERT] Account exceeded command or bandwidth limits. (Failure)",
                    THROTTLED,
                    "2,500 MB a day"),
            new Saying(
                    "imap.gmail.com",
                    "NO [WEBALERT https://accounts.google.com/x] Web login required. (Failure)",
                    AUTH_FAILED,
                    "Sign in once"),
            new Saying("imap.gmail.com", "NO System Error (Failure)", MAILBOX_ERROR, "trouble of its own"),
            new Saying("outlook.office365.com", "NO LOGIN failed.", AUTH_FAILED, "Microsoft 365 takes OAuth 2.0 only"),
            new Saying(
                    "outlook.office365.com",
                    "NO AUTHENTICATE failed.",
                    AUTH_FAILED,
                    "Microsoft 365 takes OAuth 2.0 only"),
            new Saying(
                    "outlook.office365.com",
                    "NO [AUTHENTICATIONFAILED]"
                            + " AuthFailed:LogonDenied-BasicAuthBlocked-<UserType:OutlookCom> LogonFailed-BasicAuthBlocked",
                    AUTH_FAILED,
                    "give the poller oauth"),
            new Saying(
                    "outlook.office365.com",
                    "BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds",
                    THROTTLED,
                    "come back later"),
            new Saying(
                    "outlook.office365.com",
                    "BAD User is authenticated but not connected.",
                    THROTTLED,
                    "isn't open to it"),
            new Saying(
                    "imap.mail.yahoo.com",
                    "NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials",
                    AUTH_FAILED,
                    "app password"),
            new Saying("imap.mail.yahoo.com", "NO [LIMIT] LOGIN Rate limit hit.", THROTTLED, "Limits of Yahoo"),
            new Saying(
                    "imap.mail.yahoo.com",
                    "NO [SERVERBUG] LOGIN Server error - Please try again later",
                    MAILBOX_ERROR,
                    "trouble of its own"),
            new Saying(
                    "imap.mail.yahoo.com",
                    "NO [AUTHENTICATIONFAILED] (#AUTH012) Incorrect username or password.",
                    AUTH_FAILED,
                    "app password"),
            new Saying(
                    "imap.mail.yahoo.com",
                    "NO [AUTHORIZATIONFAILED] Incorrect username or password. (#MBR1212)",
                    AUTH_FAILED,
                    "app password"),
            new Saying(
                    "imap.aol.com",
                    "NO [UNAVAILABLE] LOGIN failure. Server error--please try again after some time.",
                    THROTTLED,
                    "come back later"),
            new Saying("imap.aol.com", "NO Invalid login or password.", AUTH_FAILED, "app password"),
            new Saying(
                    "imap.mail.me.com", "NO [AUTHENTICATIONFAILED] Authentication Failed", AUTH_FAILED, "two-factor"),
            new Saying(
                    "imap.mail.me.com",
                    "BAD [UNAVAILABLE] Service temporarily unavailable",
                    THROTTLED,
                    "come back later"),
            new Saying(
                    "imap.zoho.com",
                    "NO [ALERT] You are yet to enable IMAP for your account. Please contact your"
                            + " administrator (Failure)",
                    AUTH_FAILED,
                    "(https://www.zoho.com/mail/help/imap-access.html)"),
            new Saying(
                    "imap.zoho.com",
                    "NO [ALERT] Invalid credentials (Failure)",
                    AUTH_FAILED,
                    "Zoho takes an app password"),
            new Saying(
                    "imap.fastmail.com", "NO Incorrect username, password or access token.", AUTH_FAILED, "for IMAP"),
            new Saying("imap.fastmail.com", "NO Incorrect username or password.", AUTH_FAILED, "for IMAP"),
            new Saying("imap.gmx.net", "NO authentication failed", AUTH_FAILED, "At GMX, IMAP must be switched on"),
            new Saying("imap.web.de", "NO authentication failed", AUTH_FAILED, "At WEB.DE, IMAP must be switched on"),
            new Saying(
                    "imap.ionos.com",
                    "NO [AUTHENTICATIONFAILED] Authentication failed.",
                    AUTH_FAILED,
                    "Check username"),
            new Saying(
                    "imap.mail.ovh.net",
                    "NO [UNAVAILABLE] Temporary authentication failure. [ssl0:2026-11-29]",
                    THROTTLED,
                    "come back later"),
            new Saying(
                    "imap.yandex.com",
                    "NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=cYXlpv",
                    AUTH_FAILED,
                    "Switch IMAP on"),
            new Saying(
                    "imap.yandex.com",
                    "NO [UNAVAILABLE] LOGIN internal server error sc=cYXlpv",
                    THROTTLED,
                    "come back later"),
            new Saying(
                    "imap.yandex.com", "NO [AUTHENTICATIONFAILED] LOGIN Ommm sc=cYXlpv", AUTH_FAILED, "Sign in once"),
            new Saying(
                    "imap.yandex.com",
                    "NO [AUTHENTICATIONFAILED] LOGIN This user does not have access rights to this"
                            + " service sc=cYXlpv",
                    AUTH_FAILED,
                    "Switch IMAP on"),
            new Saying(
                    "imap.yandex.com",
                    "NO LOGIN Access to your account has been temporarily restricted sc=cYXlpv",
                    THROTTLED,
                    "come back later"),
            new Saying("imap.yandex.com", "NO LOGIN backend error sc=cYXlpv", MAILBOX_ERROR, "trouble of its own"),
            new Saying(
                    "imap.mail.ru",
                    "NO [AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya"
                            + " https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED",
                    AUTH_FAILED,
                    "Make an app password"),
            new Saying(
                    "imap.mail.ru",
                    "NO [AUTHENTICATIONFAILED] Authentication failed. Please verify your account by going"
                            + " to https://e.mail.ru/login?email=x",
                    AUTH_FAILED,
                    "Sign in once"),
            new Saying(
                    "imap.mail.ru",
                    "NO [AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya",
                    AUTH_FAILED,
                    "Make an app password"),
            new Saying(
                    "imap.qq.com",
                    "NO Login fail. Account is abnormal, service is not open, password is incorrect,"
                            + " login frequency limited, or system is busy. More information at https://help.mail.qq.com/detail/108/1023",
                    AUTH_FAILED,
                    "several reasons"),
            new Saying(
                    "imap.qq.com",
                    "NO Login fail. Please using authorized code to login. More information at"
                            + " http://service.mail.qq.com/cgi-bin/help?id=28",
                    AUTH_FAILED,
                    "Make an authorization code"),
            new Saying("imap.qq.com", "NO Authorized code is incorrect.", AUTH_FAILED, "Make an authorization code"),
            new Saying("imap.163.com", "NO LOGIN Login error or password error", AUTH_FAILED, "authorization code"),
            new Saying(
                    "imap.163.com", "NO LOGIN Login error password error", AUTH_FAILED, "Make an authorization code"),
            new Saying(
                    "imap.exmail.qq.com",
                    "NO Login fail. Please using weixin token",
                    AUTH_FAILED,
                    "Make an authorization code"),
            new Saying(
                    "imap.188.com",
                    "NO LOGIN Unsafe Login. Please contact kefu@188.com for help",
                    MAILBOX_ERROR,
                    "make an authorization code"),
            new Saying(
                    "mail.example.com",
                    "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded"
                            + " (mail_max_userip_connections=10)",
                    THROTTLED,
                    "come back later"),
            new Saying(
                    "mail.example.com",
                    "NO [UNAVAILABLE] Temporary authentication failure.",
                    THROTTLED,
                    "come back later"),
            new Saying("mail.example.com", "NO Temporary authentication failure", MAILBOX_ERROR, "trouble of its own"),
            new Saying("mail.example.com", "NO [EXPIRED] Password expired", AUTH_FAILED, "Set a new password"),
            new Saying(
                    "mail.example.com",
                    "NO [PRIVACYREQUIRED] Plaintext authentication disallowed",
                    AUTH_FAILED,
                    "Set ssl to true"),
            new Saying(
                    "mail.example.com",
                    "NO [AUTHORIZATIONFAILED] Authorization failed",
                    AUTH_FAILED,
                    "may read this mailbox"),
            new Saying(
                    "mail.example.com",
                    "NO [CONTACTADMIN] Logins are disabled",
                    MAILBOX_ERROR,
                    "ask the server's administrator"),
            new Saying("mail.example.com", "NO Login failed.", AUTH_FAILED, "Check username and password."),
            new Saying(
                    "mail.example.com",
                    "NO Login failed: authentication failure",
                    AUTH_FAILED,
                    "Check username and password."),
            new Saying("mail.example.com", "NO Login failed: generic failure", MAILBOX_ERROR, "trouble of its own"),
            new Saying(
                    "mail.example.com",
                    "NO Invalid user name or password. Please use full email address as user name.",
                    AUTH_FAILED,
                    "whole address"),
            new Saying("mail.example.com", "NO Server Unavailable. 15", MAILBOX_ERROR, "trouble of its own"),
            new Saying(
                    "mail.example.com",
                    "NO Invalid user name or password.",
                    AUTH_FAILED,
                    "Check username and password."),
            new Saying(
                    "mail.example.com", "NO Too many invalid logon attempts.", THROTTLED, "lets nobody in for a time"),
            new Saying("mail.example.com", "NO Login incorrect.", AUTH_FAILED, "Check username and password."),
            new Saying(
                    "mail.example.com", "NO Too many open connections for this user", THROTTLED, "close other clients"),
            new Saying(
                    "mail.example.com",
                    "NO Internal authentication failure. [2026-11-29 10:00:00]",
                    MAILBOX_ERROR,
                    "trouble of its own"),
            new Saying(
                    "mail.example.com",
                    "NO Internal login failure. Refer to server log for more information.",
                    MAILBOX_ERROR,
                    "trouble of its own"),
            new Saying(
                    "mail.example.com", "NO Temporary problem, please try again later", THROTTLED, "come back later"),
            new Saying("mail.example.com", "NO [UNAVAILABLE] Temporary problem", THROTTLED, "come back later"),
            new Saying("mail.example.com", "NO [LIMIT] no more logins", THROTTLED, "come back later"),
            new Saying("mail.example.com", "NO [INUSE] The mailbox is in use", THROTTLED, "come back later"),
            new Saying(
                    "mail.example.com",
                    "NO [LOGIN-DELAY] The last login was a moment ago",
                    THROTTLED,
                    "come back later"),
            new Saying("mail.example.com", "NO [SYS/TEMP] no disk", MAILBOX_ERROR, "trouble of its own"),
            new Saying("mail.example.com", "NO [SYS/PERM] no mailbox", MAILBOX_ERROR, "trouble of its own"),
            new Saying("mail.example.com", "NO [TEMPFAIL] no", MAILBOX_ERROR, "trouble of its own"),
            new Saying("mail.example.com", "NO [SERVERBUG] no", MAILBOX_ERROR, "trouble of its own"),
            new Saying("mail.example.com", "NO [CORRUPTION] The index is broken", MAILBOX_ERROR, "trouble of its own"),
            new Saying("mail.example.com", "NO [NOPERM] Access denied", AUTH_FAILED, "may read this mailbox"),
            new Saying("mail.example.com", "NO [WEBLOGIN] no", AUTH_FAILED, "Sign in once"));

    /**
     * One of them.
     *
     * @param answer what stands behind the tag
     * @param told a piece of what a person reads
     */
    public record Saying(String host, String answer, PollerStatus status, String told) {
        /** Without NO or BAD. */
        String text() {
            return answer.substring(answer.indexOf(' ') + 1);
        }
    }

    private ProviderSayings() {}

    /** All that are known. */
    public static List<Saying> all() {
        return ALL;
    }
}
