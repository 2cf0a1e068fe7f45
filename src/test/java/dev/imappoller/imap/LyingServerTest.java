package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TcpProxy;
import dev.imappoller.testing.TestMail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy between us and an honest server makes a dishonest one of it. */
class LyingServerTest {
    private static final Pattern END_OF_ANSWER =
            Pattern.compile("(?:^\\* [A-Z]|^\\+|(?:^|\r\n)\\w+ (?:OK|NO|BAD) )[^\r\n]*\r\n$");
    private static final byte[] MESSAGE = TestMail.message("one");

    private MailServer server;
    private TcpProxy proxy;
    private long uid;

    @BeforeEach
    void start() {
        server = MailServer.start();
        uid = server.append("user", "INBOX", MESSAGE).get(0);
        proxy = TcpProxy.to(server.imapPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void aMessageWithoutABodyIsUnavailable() throws Exception {
        answersAre(answer -> answer.replaceAll("(?s)BODY\\[\\]<0> ?\\{\\d+}\r\n.*\\)\r\n(\\w+ OK)", "FLAGS ())\r\n$1"));

        try (Mailbox mailbox = open()) {
            assertThat(unavailable(mailbox)).contains("without the message");
        }
    }

    @Test
    void aMessageThatIsNothingIsUnavailable() throws Exception {
        answersAre(answer ->
                answer.replaceAll("(?s)BODY\\[\\]<(\\d+)> ?\\{\\d+}\r\n.*\\)\r\n(\\w+ OK)", "BODY[]<$1> NIL)\r\n$2"));

        try (Mailbox mailbox = open()) {
            assertThat(unavailable(mailbox)).contains("sent 0");
        }
    }

    @Test
    void aMessageThatComesInPiecesIsAskedForToItsEnd() throws Exception {
        String cut = "BODY[]<0> {10}\r\n" + new String(MESSAGE, 0, 10, StandardCharsets.ISO_8859_1);
        answersAre(answer -> answer.replaceAll("(?s)BODY\\[\\]<0> ?\\{\\d+}\r\n.*(\\)\r\n\\w+ OK)", cut + "$1"));

        try (Mailbox mailbox = open()) {
            assertThat(Told.fetch(mailbox, uid, MESSAGE.length, 100_000))
                    .isInstanceOfSatisfying(
                            Told.Arrived.class,
                            told -> assertThat(told.octets()).isEqualTo(MESSAGE));
        }
    }

    @Test
    void aConnectionThatIsCutInAMessageIsLost() throws Exception {
        try (Mailbox mailbox = open()) {
            proxy.toClient((connection, bytes, onward) -> {
                onward.send(java.util.Arrays.copyOf(bytes, Math.min(bytes.length, 60)));
                return false;
            });
            assertThat(Told.fetch(mailbox, uid, MESSAGE.length, 100_000))
                    .isInstanceOfSatisfying(
                            Told.Lost.class,
                            told -> assertThat(told.cause().failure().status()).isEqualTo(PollerStatus.CONNECT_FAILED));
        }
        assertThat(server.unseen("user", "INBOX")).containsExactly(uid);
    }

    @Test
    void aGreetingThatSaysByeIsReportedWithItsWords() {
        answersAre(answer -> answer.startsWith("* OK") ? "* BYE [UNAVAILABLE] down for maintenance\r\n" : answer);

        assertThatThrownBy(this::open).isInstanceOfSatisfying(MailboxException.class, e -> {
            assertThat(e.failure().status()).isEqualTo(PollerStatus.THROTTLED);
            assertThat(e.failure().detail()).contains("down for maintenance");
        });
    }

    @Test
    void aServerThatSpeaksNoImapIsReported() {
        answersAre(answer -> "220 mail.example.com ESMTP\r\n");

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        MailboxException.class,
                        e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.CONNECT_FAILED));
    }

    @Test
    void aStoreThatIsRefusedIsReported() throws Exception {
        answersAre(answer -> answer.replaceAll("(\\w+) OK STORE completed", "$1 NO [CANNOT] quota of flags"));

        try (Mailbox mailbox = open()) {
            assertThat(Told.mark(mailbox, List.of(uid)))
                    .isEqualTo(new Told.Refused(
                            Set.of(uid),
                            new Failure(
                                    PollerStatus.MAILBOX_ERROR, "the server refused STORE: [CANNOT] quota of flags")));
        }
    }

    private String unavailable(Mailbox mailbox) {
        Object told = Told.fetch(mailbox, uid, MESSAGE.length, 100_000);
        assertThat(told).isInstanceOf(Told.Unavailable.class);
        return ((Told.Unavailable) told).failure().detail();
    }

    /** Rewrites whole answers, however many packets they come in. */
    private void answersAre(UnaryOperator<String> rewritten) {
        StringBuilder answer = new StringBuilder();
        proxy.toClient((connection, bytes, onward) -> {
            answer.append(new String(bytes, StandardCharsets.ISO_8859_1));
            if (END_OF_ANSWER.matcher(answer).find()) {
                onward.send(rewritten.apply(answer.toString()).getBytes(StandardCharsets.ISO_8859_1));
                answer.setLength(0);
            }
            return true;
        });
    }

    private Mailbox open() throws MailboxException {
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        Poller poller = LocalPoller.at(proxy.port(), MailServer.PASSWORD, Map.of("host", "localhost"));
        return new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty())).open(poller, new Cutoff());
    }
}
