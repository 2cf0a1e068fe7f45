package dev.imappoller.imap;

import static dev.imappoller.testing.ImapBehaviour.refusing;
import static dev.imappoller.testing.ImapBehaviour.saying;
import static dev.imappoller.testing.ImapBehaviour.sayingEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Marked;
import dev.imappoller.imap.answer.InternalDate;
import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapReply;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak IMAP in a way of their own: their mail is found, listed, fetched and marked all the same. */
class OddServersTest {
    private static final byte[] MESSAGE = TestMail.message("here");

    private final MemoryImapServer server = MemoryImapServer.start();
    private List<Long> uids = server.append("user", "INBOX", MESSAGE, MESSAGE, MESSAGE);
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()),
            new Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(10)),
            AngusMailboxes.temporaryFiles());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOrdinaryServerIsToldWhoComesWithoutARoundTripMore() throws Exception {
        worksThroughout();

        assertThat(server.commands())
                .extracting(ImapCommand::verb)
                .startsWith("AUTHENTICATE", "ID", "SELECT", "UID SEARCH");
        assertThat(server.commands().get(1).text()).isEqualTo("ID (\"name\" \"imap-poller\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP4rev1 SASL-IR AUTH=PLAIN ID", "IMAP4rev1 AUTH=PLAIN", "imap4rev1 auth=plain id", ""})
    void aServerThatSelectsNothingForAStranger(String capabilities) throws Exception {
        AtomicBoolean known = new AtomicBoolean();
        server.announcing(capabilities).behaving(turn -> {
            known.compareAndSet(false, turn.command().is("ID"));
            if (turn.command().is("SELECT") && !known.get()) {
                turn.say(turn.command().tag() + " NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n");
            } else {
                turn.answer();
            }
        });

        worksThroughout();
    }

    @Test
    void aServerIsToldNoMoreThanNameAndVersion() throws Exception {
        AngusMailboxes released = new AngusMailboxes(
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
                TrustedCertificates.load(Optional.empty()),
                "1.2.3",
                Clock.systemUTC());
        released.open(LocalPoller.at(server), new Cutoff()).close();

        assertThat(server.commands())
                .extracting(ImapCommand::text)
                .contains("ID (\"name\" \"imap-poller\" \"version\" \"1.2.3\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD what", "NO not for you", "OK"})
    void whateverIsSaidToId(String answer) throws Exception {
        server.behaving(refusing(answer).at(command -> command.is("ID")));

        worksThroughout();

        assertThat(server.commands())
                .filteredOn(command -> command.is("ID"))
                .as("it is no reason for a round trip more")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* SEARCH 1 2 3\r\n",
                "* search 1 2 3\r\n",
                "* SEARCH 1,2,3\r\n",
                "* SEARCH\t1\t2\t3\r\n",
                "*  SEARCH  1  2  3  \r\n",
                "* SEARCH 3 1 2 2\r\n",
                "* SEARCH 1\r\n* SEARCH 2 3\r\n",
                "* SEARCH\r\n* 3 EXISTS\r\n* SEARCH 1 2 3\r\n",
                "* SEARCH 1 2 3 (MODSEQ 917)\r\n",
                "* SEARCH 0 1 x 2 -7 3 99999999999\r\n",
                "* SEARCH 1:3\r\n",
                "* ESEARCH (TAG \"A1\") UID ALL 1:3\r\n",
                "* ESEARCH (TAG \"A(1)\") UID ALL 1,2:3 COUNT 3\r\n",
                "* esearch UID COUNT 3 ALL 3:1\r\n",
                "* ESEARCH (TAG \"A1\") UID ALL 1:2\r\n* ESEARCH (TAG \"A1\") UID ALL 3\r\n",
                "*SEARCH 1 2 3\r\n",
                "* SEARCH (1 2 3)\r\n",
                "* SEARCH 1 2 3\n"
            })
    void findsMessagesInWhateverForm(String untagged) throws Exception {
        answers("UID SEARCH", reply -> new ImapReply(List.of(untagged), reply.tagged()));

        worksThroughout();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* SEARCH\r\n",
                "* SEARCH \r\n",
                "* ESEARCH (TAG \"A1\") UID\r\n",
                "* ESEARCH (TAG \"A1\") UID COUNT 0\r\n",
                "* OK nothing\r\n"
            })
    void findsNothingInWhateverForm(String untagged) throws Exception {
        answers("UID SEARCH", reply -> new ImapReply(List.of(untagged), reply.tagged()));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.searchUnseen()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* SEARCH a b c\r\n",
                "* SEARCH NIL\r\n",
                "* ESEARCH (TAG \"A1\") UID COUNT 3\r\n",
                "* ESEARCH (TAG \"A1\") UID MIN 1 MAX 3\r\n",
                "* SORT 1 2 3\r\n",
                "* SEARCH MODSEQ\r\n* SEARCH x\r\n",
                "SEARCH 1 2 3\r\n"
            })
    void neverTakesWhatItCannotReadForNoMessages(String untagged) throws Exception {
        answers("UID SEARCH", reply -> new ImapReply(List.of(untagged), reply.tagged()));

        try (Mailbox mailbox = open()) {
            assertThatThrownBy(mailbox::searchUnseen).isInstanceOfSatisfying(MailboxException.class, e -> {
                assertThat(e.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
                assertThat(e.failure().detail()).contains("127.0.0.1", "SEARCH");
            });
        }
    }

    @Test
    void uidsMayHaveAllOf32Bits() throws Exception {
        answers("UID SEARCH", reply -> reply.each(line -> "* SEARCH 4294967295 2147483648 7 4294967296\r\n"));

        try (Mailbox mailbox = open()) {
            List<Long> found = mailbox.searchUnseen();
            assertThat(found).containsExactly(7L, 2147483648L, 4294967295L);
            assertThat(found.contains(4294967295L)).isTrue();
            assertThat(found.contains(-1L)).isFalse();
        }
    }

    @Test
    void whatIsNoUidIsLeftOutAndSaid() throws Exception {
        answers("UID SEARCH", reply -> reply.each(line -> "* SEARCH 1 0 2 x 3\r\n"));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
            assertThat(mailbox.remarks()).singleElement().asString().contains("127.0.0.1", "2 words that are no UIDs");
        }
    }

    @Test
    void aMillionMessagesAreFound() throws Exception {
        StringBuilder line = new StringBuilder("* SEARCH");
        for (int uid = 1; uid <= 1_000_000; uid++) {
            line.append(' ').append(uid);
        }
        answers("UID SEARCH", reply -> reply.each(search -> line + "\r\n"));

        try (Mailbox mailbox = open()) {
            List<Long> found = mailbox.searchUnseen();
            assertThat(found).hasSize(1_000_000);
            assertThat(found.get(123_456)).isEqualTo(123_457);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD UNDELETED is not known", "NO not today", "BAD"})
    void aServerThatDoesNotSearchIsAskedForFlags(String refusal) throws Exception {
        server.flags("user", "INBOX");
        server.behaving(refusing(refusal).at(command -> command.is("UID SEARCH")));

        worksThroughout();
    }

    @ParameterizedTest
    @CsvSource({
        "RFC822.SIZE [0-9]+, RFC822.SIZE NIL",
        "RFC822.SIZE [0-9]+, ''",
        "RFC822.SIZE [0-9]+, RFC822.SIZE",
        "RFC822.SIZE [0-9]+, RFC822.SIZE -1",
        "RFC822.SIZE [0-9]+, RFC822.SIZE \"\"",
        "RFC822.SIZE [0-9]+, RFC822.SIZE 99999999999999999999",
        "INTERNALDATE \"[^\"]*\", INTERNALDATE NIL",
        "INTERNALDATE \"[^\"]*\", ''",
        "INTERNALDATE \"[^\"]*\", INTERNALDATE \"\"",
        "INTERNALDATE \"[^\"]*\", INTERNALDATE",
        "INTERNALDATE \"[^\"]*\", INTERNALDATE \"yesterday\"",
        "INTERNALDATE \"[^\"]*\", INTERNALDATE \"99-Foo-99999 99:99:99\"",
        "FLAGS \\(\\), ''",
        "FLAGS \\(\\), FLAGS (\\Spam \\Snoozed $NotJunk)",
    })
    void aMessageIsListedWhateverItemIsMissing(String item, String said) throws Exception {
        answers(
                "UID FETCH",
                reply -> reply.text().contains("BODY")
                        ? reply
                        : reply.each(line -> line.replaceFirst(
                                item, said.replace("\\", "\\\\").replace("$", "\\$"))));

        worksThroughout();
    }

    @Test
    void aMessageThatIsLeftOutOfAListIsAskedForOnceMore() throws Exception {
        server.behaving(sayingEach(line -> line.contains("UID 2 ") ? "" : line)
                .at(command -> command.text().contains("INTERNALDATE")));

        worksThroughout();
    }

    @Test
    void aMessageThatCanBeListedInNoOtherWayIsListedByItsFlags() throws Exception {
        server.behaving(refusing("BAD no sizes here").at(command -> command.asksForSizes()));

        worksThroughout();
    }

    @ParameterizedTest
    @CsvSource({
        "NO [LIMIT] too many messages, 50",
        "BAD line too long, 50",
        "NO Too many messages, 1",
        "NO [LIMIT] one only, 3"
    })
    void aServerThatTakesOnlySoManyMessagesInACommand(String refusal, int most) throws Exception {
        byte[][] many = new byte[301][];
        java.util.Arrays.fill(many, MESSAGE);
        uids = new ArrayList<>(uids);
        uids.addAll(server.append("user", "INBOX", many));
        server.behaving(refusing(refusal).at(command -> command.is("UID FETCH") && command.setSize() > most));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.list(uids)).extracting(MessageSummary::uid).isEqualTo(uids);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO [UNAVAILABLE] storage", "NO [SERVERBUG] oops", "NO", "BAD"})
    void aMessageThatAServerWillNotListHoldsUpNoOther(String refusal) throws Exception {
        byte[][] many = new byte[100][];
        java.util.Arrays.fill(many, MESSAGE);
        uids = new ArrayList<>(uids);
        uids.addAll(server.append("user", "INBOX", many));
        server.behaving(
                refusing(refusal).at(command -> command.asksForSizes() && (command.names(7) || command.names(60))));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.list(uids)).extracting(MessageSummary::uid).isEqualTo(uids);
        }
    }

    @Test
    void commandsAreNoLongerThanSomeServersTake() throws Exception {
        List<Long> sparse = new ArrayList<>();
        for (long uid = 4_000_000_000L; sparse.size() < 500; uid += 2) {
            sparse.add(uid);
        }
        try (Mailbox mailbox = open()) {
            mailbox.list(sparse);
        }
        assertThat(server.commands()).allMatch(command -> command.text().length() < 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "* OK [PERMANENTFLAGS (\\Seen)] x, true",
        "* OK [permanentflags (\\seen \\deleted)] x, true",
        "* OK [PERMANENTFLAGS (\\Seen \\*)], true",
        "* OK [PERMANENTFLAGS (\\*)] x, false",
        "* OK [PERMANENTFLAGS ()] x, false",
        "* OK [PERMANENTFLAGS (\\Seenable)] x, false",
    })
    void whichFlagsCanBeSet(String said, boolean all) throws Exception {
        answers(
                "SELECT",
                reply -> reply.each(
                        line -> line.contains("PERMANENTFLAGS") ? said.isEmpty() ? "" : said + "\r\n" : line));

        if (all) {
            worksThroughout();
        } else {
            assertThat(failure().status()).isEqualTo(PollerStatus.FOLDER_READ_ONLY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "* OK [UIDVALIDITY 0] x, true",
        "* OK [UIDVALIDITY -1] x, true",
        "* OK [UIDVALIDITY 99999999999] x, true",
        "* OK [UIDVALIDITY seven] x, true",
        "* OK [UIDVALIDITY], true",
        "* OK [uidvalidity 4294967295] x, false",
        "* OK [UIDVALIDITY  4294967295], false"
    })
    void aUidValidityThatSelectDoesNotTellIsAskedFor(String said, boolean asked) throws Exception {
        answers(
                "SELECT",
                reply -> reply.each(line -> line.contains("UIDVALIDITY") ? said.isEmpty() ? "" : said + "\r\n" : line));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.uidValidity()).isEqualTo(OptionalLong.of(asked ? 1_700_000_000L : 4_294_967_295L));
        }
        assertThat(server.commands().stream().filter(command -> command.is("STATUS")))
                .hasSize(asked ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* STATUS INBOX (UIDVALIDITY 0)", "* STATUS INBOX ()", "* STATUS"})
    void aServerThatHasNoUidValidityIsSaidToHaveNone(String status) throws Exception {
        server.behaving(saying(reply -> new ImapReply(
                        reply.untagged().stream()
                                .filter(line -> !line.contains("UIDVALIDITY"))
                                .toList(),
                        reply.tagged()))
                .at(
                        command -> command.is("SELECT"),
                        saying(reply -> reply.each(line -> status.isEmpty() ? "" : status + "\r\n"))
                                .at(command -> command.is("STATUS"))));

        worksThroughout();
        try (Mailbox mailbox = open()) {
            assertThat(mailbox.uidValidity()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO",
                "BAD unknown",
                "NO Login failed.",
                "NO [AUTHENTICATIONFAILED] Invalid credentials",
                "NO [CANNOT] by PLAIN",
                "NO [PRIVACYREQUIRED] no",
                "BAD [CLIENTBUG] what"
            })
    void aServerThatOffersPlainAndTakesLogin(String refusal) throws Exception {
        server.behaving(refusing(refusal).at(command -> command.is("AUTHENTICATE")));

        worksThroughout();
        worksThroughout();

        assertThat(server.commands().stream().filter(command -> command.is("AUTHENTICATE")))
                .as("it is remembered")
                .hasSize(1);
    }

    @Test
    void aWrongPasswordIsShownOnceAPollAndOnceMoreInAll() throws Exception {
        server.admitting("another");

        for (int i = 0; i < 4; i++) {
            assertThat(failure().status()).isEqualTo(PollerStatus.AUTH_FAILED);
        }

        assertThat(server.commands()).hasSize(5).allMatch(ImapCommand::isLogin);

        server.admitting(MemoryImapServer.PASSWORD);
        worksThroughout();
    }

    @Test
    void whatWasRefusedForTheWrongPasswordIsTriedWithTheRightOne() throws Exception {
        server.behaving(refusing("NO [AUTHENTICATIONFAILED] no").at(command -> command.is("AUTHENTICATE")));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(Map.of("password", "wrong"))).isInstanceOf(MailboxException.class);
        }

        worksThroughout();
    }

    @Test
    void anAccountThatIsRefusedForATimeIsLoggedInToByLoginAgain() throws Exception {
        AtomicBoolean closed = new AtomicBoolean(true);
        server.behaving(refusing("NO [AUTHENTICATIONFAILED] no")
                .at(command -> command.is("AUTHENTICATE") || closed.get() && command.is("LOGIN")));
        for (int i = 0; i < 2; i++) {
            assertThat(failure().status()).isEqualTo(PollerStatus.AUTH_FAILED);
        }

        closed.set(false);

        worksThroughout();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatTalksToNobodyAfterARefusalHasRefusedTheLogin(boolean silent) {
        server.behaving(turn -> {
            if (turn.command().is("AUTHENTICATE")) {
                turn.say(turn.command().tag() + " NO [AUTHENTICATIONFAILED] no\r\n");
            } else if (turn.command().is("LOGIN") && silent) {
                turn.reset();
            } else if (turn.command().is("LOGIN")) {
                turn.say("* BYE too many failures\r\n");
                turn.close();
            } else {
                turn.answer();
            }
        });

        assertThat(failure().status()).isEqualTo(PollerStatus.AUTH_FAILED);
    }

    @Test
    void aServerThatIsBusyAfterARefusalIsTriedByLoginTheNextTime() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        server.behaving(turn -> {
            if (turn.command().is("AUTHENTICATE")) {
                turn.say(turn.command().tag() + " NO [AUTHENTICATIONFAILED] no\r\n");
            } else if (turn.command().is("LOGIN") && busy.getAndSet(false)) {
                turn.say(turn.command().tag() + " NO [LIMIT] too many\r\n");
            } else {
                turn.answer();
            }
        });

        assertThat(failure().status()).isEqualTo(PollerStatus.THROTTLED);
        worksThroughout();

        assertThat(server.commands().stream().filter(command -> command.is("AUTHENTICATE")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMAP4rev1 AUTH=PLAIN SASL-IR",
                "IMAP4rev1 AUTH=PLAIN",
                "IMAP4rev1 AUTH=LOGIN",
                "IMAP4rev1",
                "IMAP4rev1 LITERAL+",
                "IMAP4rev1 AUTH=PLAIN LOGINDISABLED"
            })
    void logsInWithMoreThanAscii(String capabilities) throws Exception {
        server.announcing(capabilities).admitting("pässwörd€ \"\\ 密码");
        server.append("jürgen", "INBOX", MESSAGE);

        try (Mailbox mailbox = open(Map.of("username", "jürgen", "password", "pässwörd€ \"\\ 密码"))) {
            assertThat(mailbox.searchUnseen()).hasSize(1);
        }
    }

    /** Exchange on premises: the owner's password opens another mailbox. */
    @ParameterizedTest
    @ValueSource(strings = {"IMAP4rev1 AUTH=PLAIN SASL-IR", "IMAP4rev1 AUTH=LOGIN", "IMAP4rev1"})
    void aSharedMailboxIsNamedBehindItsOwner(String capabilities) throws Exception {
        String name = "example.com\\owner\\shared";
        server.announcing(capabilities).admitting("pass\"word\\");
        server.append(name, "INBOX", MESSAGE);

        try (Mailbox mailbox = open(Map.of("username", name, "password", "pass\"word\\"))) {
            assertThat(mailbox.searchUnseen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* OK\r\n",
                "* OK ready {5}\r\n",
                "* ok Gr\u00fc\u00df Gott [CAPABILITY IMAP4rev1 AUTH=PLAIN] {3}\r\n",
                "* OK [CAPABILITY imap4rev1 auth=plain sasl-ir]\n",
                "* OK [ALERT] [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n",
                "\r\n* OK\tready\r\n",
                "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"
            })
    void whateverItGreetsWith(String greeting) throws Exception {
        server.behaving(saying(reply -> reply.ending(greeting)).at(command -> command.is(ImapCommand.GREETING)));

        worksThroughout();
    }

    @Test
    void linesMayEndInLfAlone() throws Exception {
        server.behaving(turn -> {
            String text = turn.perform().text();
            turn.say(text.contains("BODY[]") ? text : text.replace("\r\n", "\n"));
        });

        worksThroughout();
    }

    @Test
    void aTaggedOkMayBeSpacedOddly() throws Exception {
        server.behaving(saying(reply -> reply.ending(reply.tagged().replaceFirst(" OK ", "  OK\t")))
                .at(command -> !command.is(ImapCommand.GREETING)));

        worksThroughout();
    }

    @Test
    void newsMayComeBetweenAnything() throws Exception {
        String news = "* OK still here\r\n* 4 EXISTS\r\n* 1 RECENT\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* BOGUS\r\n";
        server.behaving(
                saying(reply -> reply.after(news)).at(command -> !command.is(ImapCommand.GREETING, "UID SEARCH")));

        worksThroughout();
    }

    @Test
    void datesAreReadInWhateverForm() {
        Instant moment = Instant.parse("2024-01-02T10:11:12Z");
        assertThat(List.of(
                        " 2-Jan-2024 10:11:12 +0000",
                        "02-JAN-2024 11:11:12 +0100",
                        "2-jan-24 10:11:12",
                        "Tue, 2 Jan 2024 10:11:12 GMT",
                        "2024-01-02T10:11:12Z",
                        "2024-01-02 05:41:12.123 -04:30"))
                .allSatisfy(text -> assertThat(InternalDate.of(text)).contains(moment));
        assertThat(List.of(
                        "",
                        "NIL",
                        "31-Feb-2024 10:11:12 +0000",
                        "2-Jan-9999 10:11:12 +0000",
                        "9".repeat(100),
                        "-".repeat(5000)))
                .allSatisfy(text -> assertThat(InternalDate.of(text)).isEmpty());
    }

    /** Finds, lists, fetches and marks three messages. */
    private void worksThroughout() throws MailboxException {
        try (Mailbox mailbox = open()) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
            assertThat(mailbox.uidValidity().orElse(1)).isPositive();
            List<MessageSummary> listed = mailbox.list(uids);
            assertThat(listed).extracting(MessageSummary::uid).isEqualTo(uids);
            assertThat(listed).noneMatch(MessageSummary::seen);
            Told told = new Told();
            mailbox.fetch(listed, 30_000_000, told);
            for (int i = 0; i < uids.size(); i++) {
                assertThat(told.next())
                        .isInstanceOfSatisfying(
                                Arrived.class,
                                arrived -> assertThat(arrived.octets()).isEqualTo(MESSAGE));
            }
            assertThat(Told.mark(mailbox, List.of(uids.get(0)))).isEqualTo(new Marked(List.of(uids.get(0))));
            mailbox.markUnseen(List.of(uids.get(0)), told); // For the next poll.
            told.next();
        }
    }

    private void answers(String verb, UnaryOperator<ImapReply> rewritten) {
        server.behaving(saying(rewritten).at(command -> command.is(verb)));
    }

    private Failure failure() {
        try (Mailbox mailbox = open()) {
            throw new AssertionError("opened " + mailbox);
        } catch (MailboxException e) {
            return e.failure();
        }
    }

    private Mailbox open() throws MailboxException {
        return open(Map.of());
    }

    private Mailbox open(Map<String, Object> extra) throws MailboxException {
        return mailboxes.open(LocalPoller.at(server, extra), new Cutoff());
    }
}
