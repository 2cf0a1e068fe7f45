package dev.imappoller.imap;

import static dev.imappoller.testing.ImapBehaviour.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What large providers and well-known servers say when they refuse, and what a person is told of it. */
class ProviderRefusalsTest {
    private final MemoryImapServer server = MemoryImapServer.start();
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(
                    new TargetGuard.Rules(true, false, Optional.empty()),
                    host -> List.of(InetAddress.getLoopbackAddress())),
            TrustedCertificates.load(Optional.empty()));

    @BeforeEach
    void prepare() {
        server.append("user", "INBOX", TestMail.message("here"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imap.gmail.com | NO [AUTHENTICATIONFAILED] Invalid credentials (Failure) | AUTH_FAILED |"
                        + " Gmail takes an app password or OAuth 2.0",
                "imap.gmail.com | NO [ALERT] Application-specific password required: https://support.google.com/x (Failure)"
                        + " | AUTH_FAILED | (https://support.google.com/accounts/answer/185833)",
                "imap.gmail.com | NO [ALERT] Please log in via your web browser: https://support.google.com/x (Failure)"
                        + " | AUTH_FAILED | Sign in once on the web",
                "imap.gmail.com | NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings"
                        + " page and enable your account for IMAP access. (Failure) | AUTH_FAILED | Switch IMAP on",
                "imap.gmail.com | NO [ALERT] IMAP access is disabled for your domain. Please contact your domain"
                        + " administrator for questions about this feature. (Failure) | AUTH_FAILED | administrator admit IMAP",
                "imap.gmail.com | NO [ALERT] Too many simultaneous connections. (Failure) | THROTTLED | 15 connections",
                "imap.gmail.com | NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure) | THROTTLED |"
                        + " 2,500 MB a day",
                "outlook.office365.com | NO LOGIN failed. | AUTH_FAILED | Microsoft 365 takes OAuth 2.0 only",
                "outlook.office365.com | NO AUTHENTICATE failed. | AUTH_FAILED | Microsoft 365 takes OAuth 2.0 only",
                "outlook.office365.com | NO [AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-"
                        + "<UserType:OutlookCom> LogonFailed-BasicAuthBlocked | AUTH_FAILED | give the poller oauth",
                "imap.mail.yahoo.com | NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials | AUTH_FAILED | app password",
                "imap.mail.yahoo.com | NO [LIMIT] LOGIN Rate limit hit. | THROTTLED | Limits of Yahoo",
                "imap.mail.yahoo.com | NO [SERVERBUG] LOGIN Server error - Please try again later | MAILBOX_ERROR |"
                        + " trouble of its own",
                "imap.aol.com | NO [UNAVAILABLE] LOGIN failure. Server error--please try again after some time. |"
                        + " THROTTLED | come back later",
                "imap.mail.me.com | NO [AUTHENTICATIONFAILED] Authentication Failed | AUTH_FAILED | two-factor",
                "imap.mail.me.com | BAD [UNAVAILABLE] Service temporarily unavailable | THROTTLED | come back later",
                "imap.zoho.com | NO [ALERT] You are yet to enable IMAP for your account. Please contact your administrator"
                        + " (Failure) | AUTH_FAILED | (https://www.zoho.com/mail/help/imap-access.html)",
                "imap.zoho.com | NO [ALERT] Invalid credentials (Failure) | AUTH_FAILED | Zoho takes an app password",
                "imap.fastmail.com | NO Incorrect username, password or access token. | AUTH_FAILED | for IMAP",
                "imap.gmx.net | NO authentication failed | AUTH_FAILED | At GMX, IMAP must be switched on",
                "imap.web.de | NO authentication failed | AUTH_FAILED | At WEB.DE, IMAP must be switched on",
                "imap.ionos.com | NO [AUTHENTICATIONFAILED] Authentication failed. | AUTH_FAILED | Check username",
                "imap.mail.ovh.net | NO [UNAVAILABLE] Temporary authentication failure. [ssl0:2026-11-29] | THROTTLED |"
                        + " come back later",
                "imap.yandex.com | NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=cYXlpv |"
                        + " AUTH_FAILED | Switch IMAP on",
                "imap.yandex.com | NO [UNAVAILABLE] LOGIN internal server error sc=cYXlpv | THROTTLED | come back later",
                "imap.yandex.com | NO [AUTHENTICATIONFAILED] LOGIN Ommm sc=cYXlpv | AUTH_FAILED | Sign in once",
                "imap.mail.ru | NO [AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya"
                        + " https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED |"
                        + " AUTH_FAILED | Make an app password",
                "imap.qq.com | NO Login fail. Account is abnormal, service is not open, password is incorrect, login"
                        + " frequency limited, or system is busy. More information at https://help.mail.qq.com/detail/108/1023"
                        + " | AUTH_FAILED | several reasons",
                "imap.163.com | NO LOGIN Login error or password error | AUTH_FAILED | authorization code",
                "mail.example.com | NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded"
                        + " (mail_max_userip_connections=10) | THROTTLED | come back later",
                "mail.example.com | NO [UNAVAILABLE] Temporary authentication failure. | THROTTLED | come back later",
                "mail.example.com | NO Temporary authentication failure | MAILBOX_ERROR | trouble of its own",
                "mail.example.com | NO [EXPIRED] Password expired | AUTH_FAILED | Set a new password",
                "mail.example.com | NO [PRIVACYREQUIRED] Plaintext authentication disallowed | AUTH_FAILED | Set ssl to true",
                "mail.example.com | NO [AUTHORIZATIONFAILED] Authorization failed | AUTH_FAILED | may read this mailbox",
                "mail.example.com | NO [CONTACTADMIN] Logins are disabled | MAILBOX_ERROR | ask the server's administrator",
                "mail.example.com | NO Login failed. | AUTH_FAILED | Check username and password.",
                "mail.example.com | NO Login failed: authentication failure | AUTH_FAILED | Check username and password.",
                "mail.example.com | NO Login failed: generic failure | MAILBOX_ERROR | trouble of its own",
                "mail.example.com | NO Invalid user name or password. Please use full email address as user name. |"
                        + " AUTH_FAILED | whole address",
                "mail.example.com | NO Server Unavailable. 15 | MAILBOX_ERROR | trouble of its own"
            })
    void aRefusedLogin(String host, String answer, PollerStatus status, String told) {
        server.behaving(refusing(answer).at(ImapCommand::isLogin));

        Failure failure = failure(host);

        assertThat(failure.status()).as(failure.detail()).isEqualTo(status);
        assertThat(failure.detail()).contains(host, told).endsWith(".").doesNotContain("..");
    }

    /** QUIRK: the tagged response says nothing, or less. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* Too many invalid logon attempts. | BAD Goodbye | THROTTLED | 3600",
                "* NO [UNAVAILABLE] LOGIN failure. Server error--please try again after some time. Error code OCF12 | NO"
                        + " LOGIN failed | THROTTLED | 0",
                "* NO [WEBALERT https://accounts.google.com/x] Web login required. | NO | AUTH_FAILED | 0",
                "* OK Too many messages | NO [AUTHENTICATIONFAILED] no | AUTH_FAILED | 0"
            })
    void whatIsSaidBesidesCounts(String untagged, String answer, PollerStatus status, long wait) {
        server.behaving(turn -> {
            if (turn.command().isLogin()) {
                turn.say(untagged + "\r\n" + turn.command().tag() + " " + answer + "\r\n");
            } else {
                turn.answer();
            }
        });

        Failure failure = failure("mail.example.com");

        assertThat(failure.status()).as(failure.detail()).isEqualTo(status);
        assertThat(failure.pause().orElse(Duration.ZERO)).hasSeconds(wait);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GREETING | Too many connections from your IP | THROTTLED",
                "GREETING | Temporary problem, please try again later | THROTTLED",
                "GREETING | Service not available | CONNECT_FAILED",
                "AUTHENTICATE | Too many invalid logon attempts. | THROTTLED",
                "AUTHENTICATE | Internal error | MAILBOX_ERROR",
                "AUTHENTICATE | Authentication failed | AUTH_FAILED",
                "AUTHENTICATE | bye bye | CONNECT_FAILED",
                "SELECT | Request is throttled. Suggested Backoff Time: 89117 milliseconds | THROTTLED",
                "SELECT | Unsafe Login. Please contact kefu@188.com for help | MAILBOX_ERROR",
                "SELECT | Connection closed. 14 | CONNECT_FAILED"
            })
    void aConnectionThatIsEndedWithAWord(String verb, String words, PollerStatus status) {
        server.behaving(turn -> {
            if (turn.command().is(verb)) {
                turn.say("* BYE " + words + "\r\n");
                turn.close();
            } else {
                turn.answer();
            }
        });

        assertThat(failure("mail.example.com").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outlook.office365.com | BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds | THROTTLED |"
                        + " 299961 | come back later",
                "outlook.office365.com | BAD User is authenticated but not connected. | THROTTLED | 0 | isn't open to it",
                "imap.163.com | NO SELECT Unsafe Login. Please contact kefu@188.com for help | MAILBOX_ERROR | 900000 |"
                        + " authorization code",
                "imap.yandex.com | NO [UNAVAILABLE] SELECT Backend error. sc=x | THROTTLED | 0 | come back later"
            })
    void aMailboxThatIsNotSelected(String host, String answer, PollerStatus status, long wait, String told) {
        server.behaving(refusing(answer).at(command -> command.is("SELECT")));

        Failure failure = failure(host);

        assertThat(failure.status()).as(failure.detail()).isEqualTo(status);
        assertThat(failure.detail()).contains(host, told);
        assertThat(failure.pause().orElse(Duration.ZERO)).hasMillis(wait);
    }

    @Test
    void noHintIsGivenForAnotherServer() {
        server.behaving(refusing("NO [AUTHENTICATIONFAILED] no").at(ImapCommand::isLogin));

        assertThat(failure("mail.example.com").detail())
                .isEqualTo(
                        "mail.example.com refused the login of user (it said: [AUTHENTICATIONFAILED]). Check username and"
                                + " password.");
    }

    private Failure failure(String host) {
        try {
            mailboxes.open(LocalPoller.at(server, Map.of("host", host)), new Cutoff());
            throw new AssertionError("opened");
        } catch (MailboxException e) {
            return e.failure();
        }
    }
}
