package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.masking.Echoes;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ScriptedImapServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that repeats what it was shown, in any form and at any command: nobody gets to read it. */
class EchoingServerTest {
    private static final String USER = "support@example.com";
    private static final String PASSWORD = "Tr0ub4dor&\"3\\x";
    private static final String TOKEN = "ya29.A0ARrdaM-k8_token/with+all=kinds.of~letters";

    private static final TrustedCertificates TRUSTED = TrustedCertificates.load(Optional.empty());

    private final List<String> said = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    /** Where it is repeated: the verb that is answered so, and how. */
    private enum Place {
        LOGIN_NO("AUTHENTICATE", "%t NO %s\r\n"),
        LOGIN_CODE("AUTHENTICATE", "%t NO [%s] no\r\n"),
        LOGIN_ARGUMENT("AUTHENTICATE", "%t NO [AUTHENTICATIONFAILED %s] %s\r\n"),
        LOGIN_ALERT("AUTHENTICATE", "%t NO [ALERT] %s\r\n"),
        LOGIN_BUSY("AUTHENTICATE", "%t NO [UNAVAILABLE] rate limit for %s\r\n"),
        LOGIN_BROKEN("AUTHENTICATE", "%t NO internal error: %s\r\n"),
        LOGIN_BAD("AUTHENTICATE", "%t BAD %s\r\n"),
        LOGIN_BYE("AUTHENTICATE", "* BYE %s\r\n"),
        LOGIN_UNTAGGED("AUTHENTICATE", "* NO %s\r\n%t NO\r\n"),
        CAPABILITY("AUTHENTICATE", "%t OK [CAPABILITY IMAP4rev1 AUTH=%s] in\r\n"),
        SELECT_NO("SELECT", "%t NO %s\r\n"),
        SELECT_CODE("SELECT", "%t NO [UNAVAILABLE] %s\r\n"),
        SELECT_BAD("SELECT", "%t BAD %s\r\n"),
        SELECT_BYE("SELECT", "* BYE %s\r\n"),
        SELECT_GONE("SELECT", "%t NO [NONEXISTENT] %s\r\n"),
        LIST("LIST", "* LIST () \"/\" \"%s\"\r\n%t OK\r\n"),
        LIST_NO("LIST", "%t NO %s\r\n"),
        SEARCH_NO("SEARCH", "%t NO %s\r\n"),
        SEARCH_BAD("SEARCH", "%t BAD %s\r\n"),
        SEARCH_BYE("SEARCH", "* BYE %s\r\n"),
        FETCH_NO("FETCH", "%t NO %s\r\n"),
        FETCH_BAD("FETCH", "%t BAD %s\r\n"),
        FETCH_BYE("FETCH", "* BYE %s\r\n"),
        STORE_NO("STORE", "%t NO %s\r\n"),
        STORE_BYE("STORE", "* BYE %s\r\n");

        private final String verb;
        private final String answer;

        Place(String verb, String answer) {
            this.verb = verb;
            this.answer = answer;
        }

        boolean isAt(String command) {
            boolean otherLogin = verb.equals("AUTHENTICATE") && command.startsWith("LOGIN ");
            return command.startsWith(verb) || command.startsWith("UID " + verb) || otherLogin;
        }

        String with(String tag, String echo) {
            return answer.replace("%t", tag).replace("%s", echo);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsNothingOfAPassword(Place place) throws Exception {
        shows(place, PASSWORD, new Login.Password(new Secret(PASSWORD)));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGIN_NO", "LOGIN_BYE", "SELECT_NO", "SEARCH_NO"})
    void showsNothingOfAnAccessToken(Place place) throws Exception {
        shows(place, TOKEN, new Login.AccessToken(new Secret(TOKEN)));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGIN_NO", "SELECT_NO", "SEARCH_NO"})
    void showsNothingOfAPasswordThatIsShort(Place place) throws Exception {
        shows(place, "x7K", new Login.Password(new Secret("x7K")));
        assertThat(said).isNotEmpty().noneMatch(text -> text.contains("x7K"));
    }

    @Test
    void showsCodesAndSentencesThatAreKnown() throws Exception {
        visit(
                (tag, command) -> Place.LOGIN_NO.isAt(command)
                        ? tag + " NO [ALERT] Application-specific password required: https://x.example/ (Failure)\r\n"
                        : tag + " OK\r\n",
                new Login.Password(new Secret(PASSWORD)));

        assertThat(said)
                .anySatisfy(
                        text -> assertThat(text).contains("(it said: [ALERT] Application-specific password required)"));
    }

    /** A busy server is not asked a second time, by another command, as one is that may only want the other command. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NO Too many login attempts | THROTTLED",
                "NO [LIMIT] rate limit hit | THROTTLED",
                "NO [AUTHENTICATIONFAILED] try again later | THROTTLED",
                "NO Internal error | MAILBOX_ERROR",
                "NO [SERVERBUG] oops | MAILBOX_ERROR",
                "NO [AUTHENTICATIONFAILED] no | AUTH_FAILED"
            })
    void aBusyOrBrokenServerIsNoWrongPassword(String refusal, PollerStatus status) throws Exception {
        List<String> logins = new CopyOnWriteArrayList<>();
        visit(
                (tag, command) -> {
                    if (command.startsWith("AUTHENTICATE") || command.startsWith("LOGIN ")) {
                        logins.add(command);
                        return tag + " " + refusal + "\r\n";
                    }
                    return tag + " OK\r\n";
                },
                new Login.Password(new Secret(PASSWORD)));

        assertThat(failures).extracting(Failure::status).containsExactly(status);
        assertThat(logins).hasSize(status == PollerStatus.AUTH_FAILED ? 2 : 1);
    }

    @Test
    void doesNotConfirmThatAPasswordIsOneOfOurWords() throws Exception {
        visit(
                (tag, command) -> Place.LOGIN_NO.isAt(command)
                        ? tag + " NO [AUTHENTICATIONFAILED] Authentication failed\r\n"
                        : tag + " OK\r\n",
                new Login.Password(new Secret("Authentication failed")));

        assertThat(said).isNotEmpty().noneMatch(text -> text.contains("it said"));
    }

    private void shows(Place place, String secret, Login.Presented login) throws Exception {
        for (Map.Entry<String, String> echo : Echoes.of(USER, secret).entrySet()) {
            said.clear();
            // What was cut by the end of a line is one more form.
            visit(
                    (tag, command) ->
                            place.isAt(command) ? place.with(tag, echo.getValue()) : otherwise(place, tag, command),
                    login);

            assertThat(said).isNotEmpty();
            for (String text : said) {
                assertThat(Echoes.leak(text, echo.getValue(), USER))
                        .as("%s, %s: %s", place, echo.getKey(), text)
                        .isEmpty();
            }
        }
    }

    /** Whatever comes before that place goes well. */
    private static String otherwise(Place place, String tag, String command) {
        if (command.startsWith("SELECT") && place.verb.equals("LIST")) {
            return tag + " NO [NONEXISTENT] no\r\n";
        }
        if (command.startsWith("SELECT")) {
            return "* 3 EXISTS\r\n* OK [PERMANENTFLAGS (\\Seen)] limited\r\n* OK [UIDVALIDITY 7] valid\r\n" + tag
                    + " OK [READ-WRITE] selected\r\n";
        }
        if (command.startsWith("UID SEARCH")) {
            return "* SEARCH 5\r\n" + tag + " OK\r\n";
        }
        if (command.startsWith("UID FETCH")) {
            return ScriptedImapServer.fetch(5, 0, "Subject: x\r\n\r\n") + tag + " OK\r\n";
        }
        return tag + " OK\r\n";
    }

    private void visit(ScriptedImapServer.Script script, Login.Presented login) throws Exception {
        try (OpenServer server = new OpenServer(script)) {
            Poller poller = poller(server.port()).with(login);
            TargetGuard guard =
                    new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
            AngusMailboxes mailboxes = new AngusMailboxes(guard, TRUSTED);
            try (Mailbox mailbox = mailboxes.open(poller, new Cutoff(), new Listening())) {
                mailbox.searchUnseen();
                Object fetched = Told.fetch(mailbox, 5, 14, 100_000);
                said.add(words(fetched));
                if (!(fetched instanceof Told.Lost)) {
                    said.add(words(Told.mark(mailbox, List.of(5L))));
                }
            } catch (MailboxException e) {
                say(e.failure());
            } catch (RuntimeException e) {
                said.add(e.getClass().getSimpleName()); // Of which no more is logged than that, and its place.
            }
        }
    }

    private static String words(Object told) {
        if (told instanceof Told.Unavailable unavailable) {
            return unavailable.failure().detail();
        }
        if (told instanceof Told.Refused refused) {
            return refused.failure().detail();
        }
        return told instanceof Told.Lost lost
                ? lost.cause().failure().detail()
                : told.getClass().getSimpleName();
    }

    private void say(Failure failure) {
        failures.add(failure);
        said.add(failure.detail());
        assertThat(failure.status()).isNotEqualTo(PollerStatus.OK);
    }

    private static Poller poller(int port) {
        return PollerItem.read(
                        "poller",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                BigDecimal.valueOf(port),
                                "ssl",
                                false,
                                "allowPlaintext",
                                true,
                                "username",
                                USER,
                                "password",
                                PASSWORD,
                                "url",
                                "https://example.com/"))
                .poller()
                .orElseThrow();
    }

    /** Answers each command by a script. */
    private static final class OpenServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        OpenServer(ScriptedImapServer.Script script) throws IOException {
            Thread thread = new Thread(() -> serve(script), "echoing-imap");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve(ScriptedImapServer.Script script) {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                    send(socket, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2] ready\r\n");
                    String line = in.readLine();
                    while (line != null) {
                        String[] words = line.split(" ", 2);
                        String answer = script.answer(words[0], words.length == 1 ? "" : words[1]);
                        send(socket, answer);
                        line = answer.startsWith("* BYE") ? null : in.readLine();
                    }
                } catch (IOException e) {
                    // The client is gone.
                }
            }
        }

        private static void send(Socket socket, String answer) throws IOException {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private final class Listening implements CheckListener {
        @Override
        public void begin(CheckStep step) {
            // Only what is said matters.
        }

        @Override
        public void done(Supplier<String> detail) {
            said.add(detail.get());
        }

        @Override
        public void failed(Failure failure) {
            said.add(failure.detail());
        }
    }
}
