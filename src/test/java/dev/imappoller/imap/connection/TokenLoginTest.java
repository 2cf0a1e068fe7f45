package dev.imappoller.imap.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.AngusMailboxes;
import dev.imappoller.imap.LocalPoller;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.masking.Echoes;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire when a poller logs in with an access token. */
class TokenLoginTest {
    private static final String TOKEN = "ya29.A0ARrdaM-k8_token/with+all=kinds.of~letters";

    /** As Gmail says it to a token that it does not take. */
    private static final String GMAIL =
            "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}";

    private final MemoryImapServer server = MemoryImapServer.start();

    /** What the client has shown, decoded: the initial response, and what it said to challenges. */
    private final List<String> shown = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH=XOAUTH2, XOAUTH2",
        "AUTH=PLAIN AUTH=XOAUTH2, XOAUTH2",
        "AUTH=OAUTHBEARER, OAUTHBEARER",
        "AUTH=XOAUTH2 AUTH=OAUTHBEARER AUTH=PLAIN, OAUTHBEARER"
    })
    void showsTheTokenByWhicheverMechanismIsAnnouncedAndNothingElse(String announced, String mechanism)
            throws Exception {
        for (String initial : new String[] {" SASL-IR", ""}) {
            shown.clear();
            int before = server.commands().size();
            server.announcing("IMAP4rev1 " + announced + initial).behaving(this::taking);
            open();

            assertThat(shown)
                    .containsExactly(
                            mechanism.equals("XOAUTH2")
                                    ? "user=user\1auth=Bearer " + TOKEN + "\1\1"
                                    : "n,a=user,\1host=127.0.0.1\1port=" + server.imapPort() + "\1auth=Bearer " + TOKEN
                                            + "\1\1");
            List<ImapCommand> commands = server.commandsAfter(before);
            assertThat(commands)
                    .filteredOn(ImapCommand::isLogin)
                    .singleElement()
                    .satisfies(login -> assertThat(login.arguments().get(0)).isEqualTo(mechanism));
        }
    }

    @Test
    void anInitialResponseGoesWithImap4rev2() throws Exception {
        server.announcing("IMAP4rev2 AUTH=OAUTHBEARER").behaving(this::taking);
        open();

        assertThat(server.commands().get(0).arguments()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP4rev1 AUTH=PLAIN", "IMAP4rev1 AUTH=LOGIN", "IMAP4rev1", "IMAP4rev1 LOGINDISABLED"})
    void sendsNoTokenToAServerThatTakesNone(String capabilities) {
        server.announcing(capabilities);

        Failure failure = failure();

        assertThat(failure.status()).isEqualTo(PollerStatus.AUTH_FAILED);
        assertThat(failure.detail()).contains("offers no login with an access token (OAUTHBEARER or XOAUTH2)");
        assertThat(server.commands()).noneMatch(ImapCommand::isLogin);
    }

    @ParameterizedTest
    @CsvSource({"XOAUTH2, true", "XOAUTH2, false", "OAUTHBEARER, true", "OAUTHBEARER, false"})
    void answersTheChallengeThatTellsWhatIsWrongAsEachAsks(String mechanism, boolean initial) {
        server.announcing("IMAP4rev1 AUTH=" + mechanism + (initial ? " SASL-IR" : ""))
                .behaving(turn -> refusing(turn, GMAIL, "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"));

        Failure failure = failure();

        assertThat(shown).hasSize(2);
        assertThat(shown.get(1)).isEqualTo(mechanism.equals("XOAUTH2") ? "" : "\1");
        assertThat(failure.status()).isEqualTo(PollerStatus.AUTH_FAILED);
        assertThat(failure.detail())
                .contains("[AUTHENTICATIONFAILED] Invalid credentials", "check username, scope")
                .endsWith("Of the token it said: status 400, scope https://mail.google.com/.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"invalid_token\"} | status invalid_token",
                "{ \"scope\" : \"https:\\/\\/mail.google.com\\/\" } | scope https://mail.google.com/",
                "{\"status\":\"401\",\"schemes\":\"bearer mac\",\"scope\":\"https://mail.google.com/\"} "
                        + "| status 401, scope https://mail.google.com/",
                "{\"status\":\"insufficient_scope\",\"scope\":\"mail:imap_full offline_access\"} "
                        + "| status insufficient_scope, scope mail:imap_full offline_access"
            })
    void tellsTheStatusAndScopeOfAChallenge(String json, String told) {
        assertThat(challenge(json)).contains(" Of the token it said: " + told + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "\"status\"",
                "{\"status\"",
                "{\"status\":",
                "{\"status\":\"",
                "{\"status\":401}",
                "{\"status\":\"4 0 0\"}",
                "{\"scope\":\"\"}",
                "{\"scope\":\"https://elsewhere.example/\"}",
                "not json"
            })
    void tellsNothingOfWhatItDoesNotKnow(String json) {
        assertThat(challenge(json)).isEmpty();
        assertThat(OAuthChallenge.of("+ no base64!")).isEmpty();
    }

    @Test
    void aChallengeThatRepeatsTheTokenTellsNobody() {
        for (String echo : Echoes.of("user", TOKEN).values()) {
            String json = "{\"status\":\"" + echo + "\",\"scope\":\"https://mail.google.com/ " + echo + "\"}";
            server.announcing("IMAP4rev1 SASL-IR AUTH=OAUTHBEARER")
                    .behaving(turn -> refusing(turn, json, "NO [AUTHENTICATIONFAILED] no"));

            assertThat(Echoes.leak(failure().detail(), echo, "user")).isEmpty();
        }
    }

    @Test
    void nobodyIsToldToSetAPasswordForAToken() {
        server.announcing("IMAP4rev1 SASL-IR AUTH=XOAUTH2")
                .behaving(turn -> refusing(turn, GMAIL, "NO [EXPIRED] The token has expired"));

        assertThat(failure().detail())
                .contains("[EXPIRED]", "check username, scope")
                .doesNotContain("password");
    }

    @Test
    void aBusyServerIsNoBadTokenWhateverItChallenges() {
        server.announcing("IMAP4rev1 SASL-IR AUTH=XOAUTH2")
                .behaving(turn -> refusing(turn, GMAIL, "NO [ALERT] Too many simultaneous connections. (Failure)"));

        assertThat(failure().status()).isEqualTo(PollerStatus.THROTTLED);
    }

    @ParameterizedTest
    @CsvSource({
        "outlook.office365.com, orders@example.com, orders@example.com",
        "outlook.office365.com, me@example.com\\orders@example.com, orders@example.com",
        "outlook.office365.com, me@example.com\\orders, orders@example.com",
        "imap.example.com, me@example.com\\orders, me@example.com\\orders"
    })
    void aSharedMailboxIsNamedAsMicrosoftWantsIt(String host, String username, String user) {
        Poller poller = PollerItem.read(
                        "p", Map.of("host", host, "username", username, "password", "x", "url", "https://example.com/"))
                .poller()
                .orElseThrow()
                .with(new Login.AccessToken(new Secret(TOKEN)));

        assertThat(new TokenLogin(poller, false).response())
                .isEqualTo("user=" + user + "\1auth=Bearer " + TOKEN + "\1\1");
    }

    @Test
    void aNameMayHoldWhatSeparatesNames() {
        Poller poller = LocalPoller.at(server, Map.of("username", "a=b,c@example.com"))
                .with(new Login.AccessToken(new Secret(TOKEN)));

        assertThat(new TokenLogin(poller, true).response()).startsWith("n,a=a=3Db=2Cc@example.com,\1host=");
    }

    private static Optional<String> challenge(String json) {
        String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return OAuthChallenge.of("+ " + base64).map(OAuthChallenge::words);
    }

    private void taking(ImapTurn turn) throws IOException {
        if (turn.command().is("AUTHENTICATE")) {
            token(turn);
            turn.say(turn.command().tag() + " OK logged in\r\n");
        } else if (turn.command().is("SELECT")) {
            turn.say("* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n" + turn.command().tag() + " OK [READ-WRITE] x\r\n");
        } else if (turn.command().is("UID SEARCH")) {
            turn.say("* SEARCH\r\n" + turn.command().tag() + " OK\r\n");
        } else {
            turn.answer();
        }
    }

    private void refusing(ImapTurn turn, String challenge, String refusal) throws IOException {
        if (turn.command().is("AUTHENTICATE")) {
            token(turn);
            shown.add(turn.ask(challenge));
            turn.say(turn.command().tag() + " " + refusal + "\r\n");
        } else {
            turn.answer();
        }
    }

    private void token(ImapTurn turn) throws IOException {
        List<String> words = turn.command().arguments();
        shown.add(
                words.size() > 1
                        ? new String(Base64.getDecoder().decode(words.get(1)), StandardCharsets.UTF_8)
                        : turn.ask(""));
    }

    private Failure failure() {
        try {
            open();
            throw new AssertionError("opened");
        } catch (MailboxException e) {
            return e.failure();
        }
    }

    private void open() throws MailboxException {
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty()))
                .open(LocalPoller.at(server).with(new Login.AccessToken(new Secret(TOKEN))), new Cutoff())
                .close();
    }
}
