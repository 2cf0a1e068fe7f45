package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.TcpProxy;
import dev.imappoller.testing.TestMail;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins with access tokens to a real Dovecot, by each mechanism that it has for them. */
class DovecotTokenTest {
    private static final String USER = "anna@example.org";

    private static Receiver identity;
    private static Dovecot dovecot;

    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void start() {
        assumeTrue(Dovecot.available(), "Dovecot is not installed");
        identity = Receiver.http();
        identity.on("/introspect", request -> {
            boolean active = request.text().contains("token=good");
            String body = "{\"active\":" + active + (active ? ",\"username\":\"" + USER + "\"" : "") + "}";
            return Answers.response(200, body, "Content-Type: application/json");
        });
        dovecot = Dovecot.startWithTokens(identity.uri("/introspect"));
        dovecot.append(USER, "INBOX", TestMail.message("one"));
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
            identity.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aGoodTokenIsTaken(String mechanism) throws Exception {
        try (TcpProxy proxy = offering(mechanism);
                Mailbox mailbox = open(proxy, "good")) {
            assertThat(mailbox.searchUnseen()).hasSize(1);
        }
        assertThat(told).contains("Logged in as " + USER + " by AUTHENTICATE " + mechanism + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aBadTokenIsRefusedAndItsStatusTold(String mechanism) {
        try (TcpProxy proxy = offering(mechanism);
                Mailbox mailbox = open(proxy, "canary-bad")) {
            throw new AssertionError("opened " + mailbox);
        } catch (MailboxException e) {
            Failure failure = e.failure();
            assertThat(failure.status()).as(failure.detail()).isEqualTo(PollerStatus.AUTH_FAILED);
            assertThat(failure.detail())
                    .contains("Authentication failed", "Of the token it said: status")
                    .doesNotContain("canary");
        }
    }

    /** In plain text, with one of the two announced. */
    private static TcpProxy offering(String mechanism) {
        String other = mechanism.equals("XOAUTH2") ? "OAUTHBEARER" : "XOAUTH2";
        return TcpProxy.to(dovecot.imapPort()).toClient((connection, octets, onward) -> {
            String text = new String(octets, StandardCharsets.ISO_8859_1)
                    .replace("STARTTLS", "XTARTTLS")
                    .replace("AUTH=" + other, "AUTH=" + "X".repeat(other.length()));
            onward.send(text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        });
    }

    private Mailbox open(TcpProxy proxy, String token) throws MailboxException {
        Poller poller = PollerItem.read(
                        "p",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                BigDecimal.valueOf(proxy.port()),
                                "ssl",
                                false,
                                "allowPlaintext",
                                true,
                                "username",
                                USER,
                                "password",
                                "unused",
                                "url",
                                "https://example.com/"))
                .poller()
                .orElseThrow()
                .with(new Login.AccessToken(new Secret(token)));
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        return new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty()))
                .open(poller, new Cutoff(), new Listening());
    }

    private final class Listening implements CheckListener {
        @Override
        public void begin(CheckStep step) {
            // Only what is said matters.
        }

        @Override
        public void done(Supplier<String> detail) {
            told.add(detail.get());
        }

        @Override
        public void failed(Failure failure) {
            told.add(failure.detail());
        }
    }
}
