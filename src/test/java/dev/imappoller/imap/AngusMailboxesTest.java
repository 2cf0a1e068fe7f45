package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Marked;
import dev.imappoller.imap.Told.Missing;
import dev.imappoller.imap.Told.Unavailable;
import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.ScriptedImapServer;
import dev.imappoller.testing.SilentServer;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AngusMailboxesTest {
    private static MailServer server;

    @TempDir
    Path temporaryFiles;

    private AngusMailboxes mailboxes;

    @BeforeEach
    void prepare() {
        mailboxes = mailboxes(Timeouts.DEFAULT);
    }

    @BeforeAll
    static void start() {
        server = MailServer.start();
        server.user("known", MailServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void findsUnseenMessagesInOrderAndReadsThemWithoutMarkingThem() throws Exception {
        byte[] message = TestMail.message("first");
        List<Long> uids = server.append("reads", "INBOX", message, TestMail.message("second"));

        try (Mailbox mailbox = open("reads", Map.of())) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
            assertThat(mailbox.list(uids)).first().satisfies(listed -> {
                assertThat(listed.uid()).isEqualTo(uids.get(0));
                assertThat(listed.size()).isEqualTo(message.length);
                assertThat(listed.arrivedAt()).isPresent();
            });
            assertThat(octets(fetch(mailbox, uids.get(0), message.length))).isEqualTo(message);
            assertThat(mailbox.uidValidity()).isPresent();
        }
        assertThat(server.unseen("reads", "INBOX")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024 * 1024 - 15, 1024 * 1024 - 14, 1024 * 1024, 2 * 1024 * 1024 - 14, 5_000_000})
    void readsMessagesOfAnySizeAndLeavesNoFile(int bodySize) throws Exception {
        byte[] message = Arrays.copyOf("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 14 + bodySize);
        Arrays.fill(message, 14, message.length, (byte) 'x');
        List<Long> uids = server.append("size" + bodySize, "INBOX", message);

        try (Mailbox mailbox = open("size" + bodySize, Map.of())) {
            assertThat(octets(fetch(mailbox, uids.get(0), message.length))).isEqualTo(message);
        }

        assertThat(temporaryFiles).isEmptyDirectory();
    }

    @Test
    void takesNoMoreThanTheLimitWhateverTheServerAnnounced() throws Exception {
        List<Long> uids = server.append("liar", "INBOX", new byte[2_000_000]);

        try (Mailbox mailbox = open("liar", Map.of())) {
            assertThat(Told.fetch(mailbox, uids.get(0), 100, 1_500_000))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            told -> assertThat(told.failure().detail()).contains("sends more than 1500000"));
        }
        assertThat(temporaryFiles).isEmptyDirectory();
    }

    @Test
    void takesAnEstimatedSizeForWhatItIs() throws Exception {
        byte[] message = TestMail.message("estimated");
        List<Long> uids = server.append("estimate", "INBOX", message);

        try (Mailbox mailbox = open("estimate", Map.of())) {
            assertThat(octets(fetch(mailbox, uids.get(0), message.length + 500L)))
                    .isEqualTo(message);
        }
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        List<Long> uids = server.append("disk", "INBOX", new byte[2_000_000]);
        mailboxes = new AngusMailboxes(guard(), trusted(), Timeouts.DEFAULT, temporaryFiles.resolve("missing"));

        try (Mailbox mailbox = open("disk", Map.of())) {
            assertThat(fetch(mailbox, uids.get(0), 2_000_000)).isInstanceOfSatisfying(Unavailable.class, told -> {
                assertThat(told.failure().status()).isEqualTo(PollerStatus.INTERNAL_ERROR);
                assertThat(told.failure().detail()).contains("ephemeral storage");
            });
            assertThat(Told.mark(mailbox, uids)).isEqualTo(new Marked(uids));
        }
    }

    @Test
    void marksAsSeenAndNothingElse() throws Exception {
        List<Long> uids =
                server.append("marks", "INBOX", TestMail.message("a"), TestMail.message("b"), TestMail.message("c"));

        try (Mailbox mailbox = open("marks", Map.of())) {
            List<Long> some = List.of(uids.get(0), uids.get(2));
            assertThat(Told.mark(mailbox, some)).isEqualTo(new Marked(some));
        }

        assertThat(server.flags("marks", "INBOX"))
                .containsEntry(uids.get(0), Set.of("\\Seen"))
                .containsEntry(uids.get(1), Set.of())
                .containsEntry(uids.get(2), Set.of("\\Seen"));
    }

    @Test
    void leavesDeletedMessagesAloneAndNeverExpunges() throws Exception {
        long deleted = server.append(
                "deleted", "INBOX", new jakarta.mail.Flags(jakarta.mail.Flags.Flag.DELETED), TestMail.message("gone"));
        List<Long> kept = server.append("deleted", "INBOX", TestMail.message("here"));

        try (Mailbox mailbox = open("deleted", Map.of())) {
            assertThat(mailbox.searchUnseen()).isEqualTo(kept);
            Told.mark(mailbox, kept);
        }

        assertThat(server.flags("deleted", "INBOX")).containsEntry(deleted, Set.of("\\Deleted"));
    }

    @Test
    void saysThatAMessageIsMissing() throws Exception {
        server.append("gone", "INBOX", TestMail.message("only"));

        try (Mailbox mailbox = open("gone", Map.of())) {
            assertThat(mailbox.list(List.of(4711L))).isEmpty();
            assertThat(fetch(mailbox, 4711, 100)).isEqualTo(new Missing(4711));
        }
    }

    @Test
    void selectsAFolderByTheNameThatPeopleType() throws Exception {
        List<Long> uids = server.append("folders", "Entwürfe & Ähnliches", TestMail.message("draft"));

        try (Mailbox mailbox = open("folders", Map.of("folder", "Entwürfe & Ähnliches"))) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }
    }

    @Test
    void movesToAFolderByTheNameThatPeopleType() throws Exception {
        List<Long> uids = server.append("moves", "INBOX", TestMail.message("a"), TestMail.message("b"));

        try (Mailbox mailbox = open("moves", Map.of("afterDelivery", Map.of("move", "Erledigt & Größe")))) {
            Told told = new Told();
            mailbox.fileAway(
                    List.of(uids.get(0)), new AfterDelivery.Action(AfterDelivery.Kind.MOVE, "Erledigt & Größe"), told);
            Object next = told.next();
            assertThat(next instanceof Told.Copied ? told.next() : next)
                    .isEqualTo(new Told.FiledAway(List.of(uids.get(0))));
        }

        assertThat(server.flags("moves", "INBOX")).containsOnlyKeys(uids.get(1));
        assertThat(server.flags("moves", "Erledigt & Größe")).hasSize(1);
    }

    @Test
    void speaksPlainTextWhereThatIsAllowed() throws Exception {
        List<Long> uids = server.append("plain", "INBOX", TestMail.message("plain"));
        Map<String, Object> plain = Map.of("ssl", false, "allowPlaintext", true, "port", number(server.imapPort()));

        try (Mailbox mailbox = open("plain", plain)) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }
    }

    @Test
    void refusesToLogInWithoutStartTls() {
        Failure failure = failure("known", Map.of("ssl", false, "port", number(server.imapPort())));

        assertThat(failure.status()).isEqualTo(PollerStatus.TLS_FAILED);
        assertThat(failure.detail()).contains("STARTTLS").contains("allowPlaintext");
    }

    @Test
    void saysThatThePasswordWasRefused() {
        Failure failure = failure("known", Map.of("password", "canary-wrong"));

        assertThat(failure.status()).isEqualTo(PollerStatus.AUTH_FAILED);
        assertThat(failure.detail())
                .contains("known", "localhost", "Check username and password")
                .doesNotContain("canary");
    }

    @Test
    void saysThatAFolderIsMissing() {
        Failure failure = failure("known", Map.of("folder", "Nowhere"));

        assertThat(failure.status()).isEqualTo(PollerStatus.FOLDER_NOT_FOUND);
        assertThat(failure.detail()).contains("Nowhere");
    }

    @Test
    void saysThatAHostIsUnknown() {
        Failure failure = failure("known", Map.of("host", "imap.invalid"));

        assertThat(failure.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(failure.detail()).contains("imap.invalid").contains("DNS");
    }

    @Test
    void saysThatAPortIsClosed() {
        Failure failure = failure("known", Map.of("port", number(Ports.closed())));

        assertThat(failure.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(failure.detail()).contains("could not be connected to");
    }

    @Test
    void doesNotWaitForeverForAServerThatSaysNothing() {
        Duration soon = Duration.ofMillis(300);
        mailboxes = mailboxes(new Timeouts(soon, soon, soon));
        try (SilentServer silent = SilentServer.start()) {
            Failure tls = failure("known", Map.of("port", number(silent.port())));
            Failure plain =
                    failure("known", Map.of("port", number(silent.port()), "ssl", false, "allowPlaintext", true));

            assertThat(tls.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
            assertThat(tls.detail()).contains("said nothing");
            assertThat(plain.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
            assertThat(plain.detail()).contains("did not answer in time");
        }
    }

    @Test
    void trustsNoCertificateOfAnUnknownAuthority() {
        try (MailServer untrusted = MailServer.start(TestCertificates.untrusted())) {
            Failure failure = failure("known", Map.of("port", number(untrusted.imapsPort())));

            assertThat(failure.status()).isEqualTo(PollerStatus.TLS_FAILED);
            assertThat(failure.detail()).contains("certificate").contains("TRUSTED_CA_FILE");
        }
    }

    @Test
    void checksTheNameInTheCertificate() {
        try (MailServer wrongName = MailServer.start(TestCertificates.wrongName())) {
            Failure failure = failure("known", Map.of("port", number(wrongName.imapsPort())));

            assertThat(failure.status()).isEqualTo(PollerStatus.TLS_FAILED);
            assertThat(failure.detail()).contains("certificate").contains("localhost");
        }
    }

    @Test
    void saysThatAPlainPortSpeaksNoTls() {
        Failure failure = failure("known", Map.of("port", number(server.imapPort())));

        assertThat(failure.status()).isEqualTo(PollerStatus.TLS_FAILED);
        assertThat(failure.detail()).contains("ssl");
    }

    @Test
    void doesNotConnectToAHostThatTheGuardRefuses() {
        AngusMailboxes guarded = new AngusMailboxes(
                new TargetGuard(new TargetGuard.Rules(false, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
                TrustedCertificates.load(Optional.empty()));

        assertThatThrownBy(() -> guarded.open(poller("known", Map.of()), new Cutoff()))
                .isInstanceOfSatisfying(MailboxException.class, e -> {
                    assertThat(e.failure().status()).isEqualTo(PollerStatus.INVALID_CONFIG);
                    assertThat(e.failure().detail()).contains("loopback");
                });
    }

    @Test
    void losesTheConnectionAtTheCut() throws Exception {
        server.append("cut", "INBOX", TestMail.message("a"));
        Cutoff cutoff = new Cutoff();

        try (Mailbox mailbox = mailboxes.open(poller("cut", Map.of()), cutoff)) {
            assertThat(mailbox.searchUnseen()).hasSize(1);
            cutoff.cut();
            assertThatThrownBy(mailbox::searchUnseen)
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.CONNECT_FAILED));
        }
    }

    /** As Gmail refuses a login, and Microsoft 365 what comes after it. */
    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATE, NO [ALERT] Too many simultaneous connections. (Failure)",
        "SELECT, BAD User is authenticated but not connected."
    })
    void tellsAServerWithTooManyConnectionsFromAWrongPassword(String verb, String answer) {
        try (ScriptedImapServer busy =
                ScriptedImapServer.start((tag, command) -> tag + " OK\r\n").refusing(verb, answer)) {
            Failure failure =
                    failure("known", Map.of("port", number(busy.port()), "ssl", false, "allowPlaintext", true));

            assertThat(failure.status()).isEqualTo(PollerStatus.THROTTLED);
            assertThat(failure.detail()).contains("asks to come back later");
        }
    }

    private AngusMailboxes mailboxes(Timeouts timeouts) {
        return new AngusMailboxes(guard(), trusted(), timeouts, temporaryFiles);
    }

    private static TargetGuard guard() {
        return new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
    }

    private static TrustedCertificates trusted() {
        return TrustedCertificates.load(Optional.of(TestCertificates.caFile()));
    }

    private Mailbox open(String user, Map<String, Object> extra) throws MailboxException {
        return mailboxes.open(poller(user, extra), new Cutoff());
    }

    private Failure failure(String user, Map<String, Object> extra) {
        try (Mailbox mailbox = open(user, extra)) {
            throw new AssertionError("opened " + mailbox.uidValidity());
        } catch (MailboxException e) {
            return e.failure();
        }
    }

    private static Poller poller(String user, Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                number(server.imapsPort()),
                "username",
                user,
                "password",
                MailServer.PASSWORD,
                "url",
                "https://example.com/"));
        item.putAll(extra);
        return ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
    }

    private static Object fetch(Mailbox mailbox, long uid, long announcedSize) {
        return Told.fetch(mailbox, uid, announcedSize, 100_000_000);
    }

    private static byte[] octets(Object told) {
        assertThat(told).isInstanceOf(Arrived.class);
        return ((Arrived) told).octets();
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }
}
