package dev.imappoller.imap;

import static dev.imappoller.testing.ImapBehaviour.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.said.ProviderSayings.Saying;
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
import org.junit.jupiter.params.provider.MethodSource;

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
    @MethodSource("dev.imappoller.imap.said.ProviderSayings#all")
    void aRefusedLogin(Saying said) {
        server.behaving(refusing(said.answer()).at(ImapCommand::isLogin));

        Failure failure = failure(said.host());

        assertThat(failure.status()).as(failure.detail()).isEqualTo(said.status());
        assertThat(failure.detail())
                .contains(said.host(), said.told())
                .endsWith(".")
                .doesNotContain("..");
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
