package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TcpProxy;
import dev.imappoller.testing.TestCertificates;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that say nothing for a while: they are waited for as long as they may be at work, and no longer. */
class SilenceTest {
    /** Longer than the reader waits before it looks whether it is too long, and not so long. */
    private static final Duration WHILE = Duration.ofMillis(1500);

    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10));
    private static final byte[] MESSAGE = new byte[40_000];

    private final MemoryImapServer server = MemoryImapServer.start();
    private final List<Long> uids = server.append("user", "INBOX", MESSAGE);
    private final AngusMailboxes mailboxes = mailboxes(TIMEOUTS);
    private final Map<String, Object> plain =
            Map.of("port", BigDecimal.valueOf(server.imapPort()), "ssl", false, "allowPlaintext", true);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPauseWithinARecordOfTlsIsNoLoss() throws Exception {
        AtomicBoolean slow = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        try (TcpProxy tls = TcpProxy.tlsTo(server.imapPort(), TestCertificates.trusted());
                TcpProxy pausing = TcpProxy.to(tls.port()).toClient((connection, octets, onward) -> {
                    int part = slow.get() ? octets.length / 3 : octets.length;
                    onward.send(Arrays.copyOf(octets, part));
                    if (part < octets.length) {
                        pause(never, WHILE);
                        onward.send(Arrays.copyOfRange(octets, part, octets.length));
                        slow.set(false);
                    }
                    return true;
                })) {
            try (Mailbox mailbox = open(Map.of("port", BigDecimal.valueOf(pausing.port())))) {
                mailbox.searchUnseen();
                slow.set(true);
                assertThat(mailbox.searchUnseen()).isEqualTo(uids);
                List<MessageSummary> listed = mailbox.list(uids);
                slow.set(true);
                assertThat(Told.fetch(mailbox, uids.get(0), listed.get(0).size(), 100_000))
                        .isInstanceOfSatisfying(
                                Told.Arrived.class,
                                arrived -> assertThat(arrived.octets()).isEqualTo(MESSAGE));
            }
        }
    }

    /** Longer than it is waited for when messages move; with a word now and then, or without. */
    @ParameterizedTest
    @CsvSource({"SELECT, false", "SELECT, true", "UID SEARCH, false", "UID SEARCH, true"})
    void aServerThatSearchesForLongIsWaitedFor(String verb, boolean talks) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ImapBehaviour slow = turn -> {
            for (int i = 0; i < 2; i++) {
                pause(never, TIMEOUTS.work().plusSeconds(1).dividedBy(2));
                turn.say(talks ? "* OK still here\r\n" : "");
            }
            turn.answer();
        };
        server.behaving(slow.at(command -> command.is(verb)));

        try (Mailbox mailbox = open(plain)) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aServerThatHangsInASearchIsGivenUp() throws Exception {
        ImapBehaviour hangs = ImapTurn::hang;
        Duration soon = Duration.ofSeconds(1);
        try (Mailbox mailbox = mailboxes(new Timeouts(soon.multipliedBy(10), soon, soon.multipliedBy(10)))
                .open(poller(plain), new Cutoff())) {
            mailbox.searchUnseen();
            server.behaving(hangs.at(command -> command.is("UID SEARCH")));
            assertThatThrownBy(mailbox::searchUnseen).isInstanceOfSatisfying(MailboxException.class, e -> {
                assertThat(e.failure().status()).isEqualTo(PollerStatus.CONNECT_FAILED);
                assertThat(e.failure().detail()).contains("did not answer in time");
            });
        }
    }

    @Test
    void aServerThatHangsOverAMessageIsGivenUp() throws Exception {
        ImapBehaviour hangs = ImapTurn::hang;
        try (Mailbox mailbox = open(plain)) {
            mailbox.searchUnseen();
            List<MessageSummary> listed = mailbox.list(uids);
            server.behaving(hangs.at(command -> command.fetchesMessages()));
            long since = System.nanoTime();
            assertThat(Told.fetch(mailbox, uids.get(0), listed.get(0).size(), 100_000))
                    .isInstanceOfSatisfying(
                            Told.Lost.class,
                            lost -> assertThat(lost.cause().failure().detail()).contains("did not answer in time"));
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(TIMEOUTS.work());
        }
    }

    /** The run's end is sooner than any patience. */
    @Test
    void aServerThatHangsIsLeftAtTheCut() throws Exception {
        Cutoff cutoff = new Cutoff();
        server.behaving(turn -> {
            if (turn.command().is("UID SEARCH")) {
                cutoff.cut();
                turn.hang();
            } else {
                turn.answer();
            }
        });
        AngusMailboxes patient = new AngusMailboxes(
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
                TrustedCertificates.load(Optional.empty()));

        assertThatThrownBy(() -> patient.open(poller(plain), cutoff)).isInstanceOf(MailboxException.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    private static AngusMailboxes mailboxes(Timeouts timeouts) {
        return new AngusMailboxes(
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
                TrustedCertificates.load(Optional.of(TestCertificates.caFile())),
                timeouts,
                AngusMailboxes.temporaryFiles());
    }

    private static void pause(CountDownLatch never, Duration time) {
        try {
            assertThat(never.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Mailbox open(Map<String, Object> extra) throws MailboxException {
        return mailboxes.open(poller(extra), new Cutoff());
    }

    private static Poller poller(Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host", "localhost",
                "username", "user",
                "password", MemoryImapServer.PASSWORD,
                "url", "https://example.com/"));
        item.putAll(extra);
        return PollerItem.read("poller", item).poller().orElseThrow();
    }
}
