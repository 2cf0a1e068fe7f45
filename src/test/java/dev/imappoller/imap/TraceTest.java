package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.MemoryImapServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log holds of a session at its finest level: nothing that goes over the wire, neither a secret nor anything of a message. */
class TraceTest {
    private static final String USER = "user-who-logs-in";
    private static final String BODY = "nobody-else's-business";

    /** The package of the store's subclass, by which Angus Mail names its loggers. */
    private static final String STORE = "dev.imappoller.imap.connection";

    private final Logger root = Logger.getLogger("");
    private final List<Logger> loggers = List.of(Logger.getLogger(STORE), Logger.getLogger(STORE + ".protocol"));
    private final List<Optional<Level>> levels = loggers.stream()
            .map(logger -> Optional.ofNullable(logger.getLevel()))
            .toList();
    private final Level rootLevel = root.getLevel();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final MemoryImapServer server = MemoryImapServer.start();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line.getLoggerName() + " " + line.getMessage() + " " + Arrays.deepToString(line.getParameters())
                    + " " + line.getThrown());
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void start() {
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        loggers.forEach(logger -> logger.setLevel(Level.ALL)); // The application, where it ran before, has set others.
        server.append(
                USER, "INBOX", ("Subject: " + BODY + "\r\n\r\n" + BODY + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void stop() {
        root.removeHandler(handler);
        root.setLevel(rootLevel);
        for (int i = 0; i < loggers.size(); i++) {
            loggers.get(i).setLevel(levels.get(i).orElse(null));
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMAP4rev1 AUTH=PLAIN SASL-IR",
                "IMAP4rev1 AUTH=PLAIN",
                "IMAP4rev1 AUTH=PLAIN LOGINDISABLED",
                "IMAP4rev1 AUTH=LOGIN",
                "IMAP4rev1 AUTH=LOGIN LOGINDISABLED",
                "IMAP4rev1 LITERAL+",
                "IMAP4rev1"
            })
    void holdsNoPassword(String capabilities) throws Exception {
        for (String password : List.of("s3cret-hunter2", "quo\"te\\d secret", "pässwörd-of-mine")) {
            server.announcing(capabilities).admitting(password);
            fetchAll(password, Optional.empty());
            assertThatLogHasNothingOf(password);
            assertThatLogHasNothingOf("\0" + USER + "\0" + password);
            assertThatLogHasNothingOf(BODY);
            assertThatLogHasNothingOf("UID FETCH");
        }
    }

    @Test
    void holdsNoPasswordThatIsRefused() {
        for (String answer : List.of("NO", "BAD what", "NO [AUTHENTICATIONFAILED] no", "NO [LIMIT] later")) {
            server.behaving(ImapBehaviour.refusing(answer).at(command -> command.is("AUTHENTICATE", "LOGIN")));

            assertThatThrownBy(() -> fetchAll("s3cret-hunter2", Optional.empty()))
                    .isInstanceOf(MailboxException.class);
            assertThatThrownBy(() -> fetchAll("pässwörd-of-mine", Optional.empty()))
                    .isInstanceOf(MailboxException.class);
        }
        assertThatLogHasNothingOf("s3cret-hunter2");
        assertThatLogHasNothingOf("pässwörd-of-mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP4rev1 AUTH=XOAUTH2 SASL-IR", "IMAP4rev1 AUTH=XOAUTH2"})
    void holdsNoAccessToken(String capabilities) {
        server.announcing(capabilities).behaving(turn -> {
            boolean initial = turn.command().text().length() > "AUTHENTICATE XOAUTH2".length();
            if (turn.command().is("AUTHENTICATE") && !initial) {
                turn.say("+ \r\n");
            } else if (turn.command().is("AUTHENTICATE")) {
                turn.say(turn.command().tag() + " NO no\r\n");
            } else {
                turn.say("* BYE that was the answer\r\n");
                turn.close();
            }
        });
        String token = "ya29.a-token-of-mine";

        assertThatThrownBy(() -> fetchAll("unused", Optional.of(token))).isInstanceOf(MailboxException.class);

        assertThatLogHasNothingOf(token);
        assertThatLogHasNothingOf("user=" + USER + "\1auth=Bearer " + token + "\1\1");
    }

    /** Neither as it is nor in base64, nor its octets taken for characters, nor as a quoted string has it. */
    private void assertThatLogHasNothingOf(String secret) {
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        List<String> forms = Stream.of(
                        secret,
                        secret.replace("\\", "\\\\").replace("\"", "\\\""),
                        new String(octets, StandardCharsets.ISO_8859_1),
                        Base64.getEncoder().encodeToString(octets))
                .toList();
        assertThat(log)
                .as("the log is on")
                .anyMatch(line -> line.startsWith(STORE + " "))
                .allSatisfy(line -> assertThat(line).doesNotContain(forms));
    }

    private void fetchAll(String password, Optional<String> token) throws MailboxException {
        Poller poller = LocalPoller.at(server.imapPort(), password, Map.of("username", USER));
        Poller loggingIn = token.map(text -> poller.with(new Login.AccessToken(new Secret(text))))
                .orElse(poller);
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        AngusMailboxes mailboxes = new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty()));
        try (Mailbox mailbox = mailboxes.open(loggingIn, new Cutoff())) {
            Told told = new Told();
            mailbox.fetch(mailbox.list(mailbox.searchUnseen()), 1_000_000, told);
            assertThat(told.next()).isInstanceOf(Told.Arrived.class);
        }
    }
}
