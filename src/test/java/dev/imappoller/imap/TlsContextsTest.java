package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TestCertificates;
import java.math.BigDecimal;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is checked in a full handshake alone, so the checks count those. */
class TlsContextsTest {
    @TempDir
    Path temporaryFiles;

    private final AtomicInteger fullHandshakes = new AtomicInteger();

    @Test
    void resumesTheSessionOfTheLastConnection() throws Exception {
        try (MailServer server = MailServer.start(TestCertificates.trusted())) {
            resumesTheSessionOfTheLastConnection(server);
        }
    }

    /** By default each connection to Dovecot gets a process of its own, which knows nothing of the tickets of others. */
    @Test
    @EnabledIf("dev.imappoller.testing.Dovecot#available")
    void resumesTheSessionOfTheLastConnectionToDovecot() throws Exception {
        String oneProcess = "service imap-login {\n  service_count = 0\n  process_limit = 1\n}\n";
        try (ImapServer server = Dovecot.start(TestCertificates.trusted(), oneProcess)) {
            resumesTheSessionOfTheLastConnection(server);
        }
    }

    @Test
    void resumesAsManySessionsAsThereWereConnectionsAtTheSameTime() throws Exception {
        try (MailServer server = MailServer.start(TestCertificates.trusted())) {
            AngusMailboxes mailboxes = mailboxes();
            for (int run = 0; run < 3; run++) {
                List<Mailbox> open = List.of(open(mailboxes, server), open(mailboxes, server), open(mailboxes, server));
                open.forEach(Mailbox::close);
            }

            assertThat(fullHandshakes).hasValue(3);
        }
    }

    private void resumesTheSessionOfTheLastConnection(ImapServer server) throws MailboxException {
        AngusMailboxes mailboxes = mailboxes();
        for (int i = 0; i < 5; i++) {
            try (Mailbox mailbox = open(mailboxes, server)) {
                assertThat(mailbox.searchUnseen()).isEmpty();
            }
        }

        assertThat(fullHandshakes).hasValue(1);
    }

    private AngusMailboxes mailboxes() {
        TargetGuard.Rules rules = new TargetGuard.Rules(true, false, Optional.empty());
        TargetGuard guard = new TargetGuard(rules, TargetGuard.Resolver.SYSTEM);
        TrustManager[] counting = {new Counting(trusted())};
        return new AngusMailboxes(guard, () -> context(counting), Timeouts.DEFAULT, temporaryFiles);
    }

    private static Mailbox open(AngusMailboxes mailboxes, ImapServer server) throws MailboxException {
        server.flags("known", "INBOX"); // Makes them where they are missing.
        Map<String, Object> item = Map.of(
                "host", "localhost",
                "port", BigDecimal.valueOf(server.imapsPort()),
                "username", "known",
                "password", ImapServer.PASSWORD,
                "url", "https://example.com/in");
        Poller poller = PollerItem.read("p", item).poller().orElseThrow();
        return mailboxes.open(poller, new Cutoff());
    }

    private static X509ExtendedTrustManager trusted() {
        return (X509ExtendedTrustManager) TrustedCertificates.load(Optional.of(TestCertificates.caFile()))
                .trustManagers()
                .getTrustManagers()[0];
    }

    private static SSLContext context(TrustManager... managers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Counting extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager trusted;

        private Counting(X509ExtendedTrustManager trusted) {
            this.trusted = trusted;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            fullHandshakes.incrementAndGet();
            trusted.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trusted.getAcceptedIssuers();
        }
    }
}
