package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TestMail;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Filters as real servers understand them. */
class FilterOnServersTest {
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));

    @Test
    void greenMailFindsWhatMatches() throws Exception {
        try (MailServer server = MailServer.start()) {
            finds(server);
        }
    }

    @Test
    void dovecotFindsWhatMatches() throws Exception {
        assumeTrue(Dovecot.available(), "dovecot is not installed");
        try (Dovecot server = Dovecot.startWithoutTls()) {
            finds(server);
            long tagged = server.appendWithFlags("user", "INBOX", "$Work", TestMail.message("tagged"));

            assertThat(found(server, Map.of("keyword", "$Work", "body", "this is TAGGED")))
                    .containsExactly(tagged);
            assertThat(found(server, Map.of("unkeyword", "$Work"))).hasSize(4).doesNotContain(tagged);
            assertThat(found(server, Map.of("from", "Sender", "to", "recipient@")))
                    .hasSize(5);
            assertThat(found(
                            server,
                            List.of(
                                    Map.of("keyword", "$Work", "subject", "tagged"),
                                    Map.of("subject", "größe", "from", "nobody"),
                                    Map.of("subject", "letter", "not", Map.of("from", "nobody", "body", "nothing")))))
                    .hasSize(2)
                    .contains(tagged);
            assertThat(found(server, Map.of("subject", "a \"b\" \\ {5}) OR ALL")))
                    .isEmpty();
            assertThat(found(server, Map.of("header", Map.of("Message-ID", "", "X-None", List.of("a", "")))))
                    .isEmpty();
        }
    }

    private void finds(ImapServer server) throws Exception {
        List<Long> uids = server.append(
                "user",
                "INBOX",
                TestMail.message("Invoice-1"),
                TestMail.message("Newsletter"),
                TestMail.message("Invoice-2"),
                TestMail.message("=?utf-8?q?Gr=C3=B6=C3=9Fe?="));
        String lately = LocalDate.now(ZoneOffset.UTC).minusDays(2).toString();

        assertThat(found(server, Map.of("subject", "invoice"))).containsExactly(uids.get(0), uids.get(2));
        assertThat(found(server, Map.of("subject", List.of("Größe", "letter"))))
                .containsExactly(uids.get(1), uids.get(3));
        assertThat(found(server, Map.of("not", Map.of("subject", List.of("größe", "letter")))))
                .containsExactly(uids.get(0), uids.get(2));
        assertThat(found(server, Map.of("not", Map.of("subject", "invoice", "body", "Invoice-2"))))
                .containsExactly(uids.get(0), uids.get(1), uids.get(3));
        assertThat(found(server, Map.of("body", List.of("is Newsletter", "nothing", "Größe"))))
                .containsExactly(uids.get(1));
        assertThat(found(server, Map.of("header", Map.of("Message-ID", "letter@"))))
                .containsExactly(uids.get(1));
        assertThat(found(server, Map.of("since", lately))).isEqualTo(uids);
        assertThat(found(server, Map.of("since", "2999-12-31"))).isEmpty();
        assertThat(found(server, Map.of("larger", Pollers.number(1), "smaller", Pollers.number(100_000))))
                .isEqualTo(uids);
        assertThat(found(server, Map.of("larger", Pollers.number(100_000)))).isEmpty();
    }

    private List<Long> found(ImapServer server, Object filter) throws MailboxException {
        try (Mailbox mailbox = mailboxes.open(
                LocalPoller.at(server.imapPort(), ImapServer.PASSWORD, Map.of("filter", filter)), new Cutoff())) {
            return mailbox.searchUnseen();
        }
    }
}
