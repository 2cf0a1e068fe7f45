package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.Cutoff;
import dev.imappoller.poller.Login;
import dev.imappoller.poller.MailboxException;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerItem;
import dev.imappoller.poller.PollerStatus;
import dev.imappoller.poller.Secret;
import dev.imappoller.testing.ScriptedImapServer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes over the wire when a poller logs in with an access token. */
class XoauthTest {
    private static final ScriptedImapServer.Script NOTHING = (tag, command) -> tag + " OK\r\n";

    @Test
    void showsTheTokenInOneRoundTripAndNothingElse() throws Exception {
        try (ScriptedImapServer server = ScriptedImapServer.startWithXoauth2(NOTHING)) {
            open(server);

            String login = server.commands().stream()
                    .filter(command -> command.startsWith("AUTHENTICATE"))
                    .findFirst()
                    .orElseThrow();
            assertThat(login).startsWith("AUTHENTICATE XOAUTH2 ");
            assertThat(new String(Base64.getDecoder().decode(login.split(" ")[2]), StandardCharsets.UTF_8))
                    .isEqualTo("user=u@example.com\1auth=Bearer token\1\1");
            assertThat(server.commands()).noneMatch(command -> command.contains("PLAIN") || command.contains("LOGIN"));
        }
    }

    @Test
    void sendsNoTokenToAServerThatTakesNone() {
        try (ScriptedImapServer server = ScriptedImapServer.start(NOTHING)) {
            assertThatThrownBy(() -> open(server)).isInstanceOfSatisfying(MailboxException.class, e -> {
                assertThat(e.failure().status()).isEqualTo(PollerStatus.AUTH_FAILED);
                assertThat(e.failure().detail()).contains("offers no login with an access token (XOAUTH2)");
            });
            assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTHENTICATE"));
        }
    }

    private static void open(ScriptedImapServer server) throws MailboxException {
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        Poller poller = PollerItem.read(
                        "p",
                        Map.of(
                                "host", "127.0.0.1",
                                "port", BigDecimal.valueOf(server.port()),
                                "ssl", false,
                                "allowPlaintext", true,
                                "username", "u@example.com",
                                "password", "unused",
                                "url", "https://example.com/"))
                .poller()
                .orElseThrow()
                .with(new Login.AccessToken(new Secret("token")));
        new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty()))
                .open(poller, new Cutoff())
                .close();
    }
}
