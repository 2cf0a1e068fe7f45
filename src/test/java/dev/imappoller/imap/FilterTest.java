package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server searches by the poller's filter, or nothing is posted and the person is told what to do. */
class FilterTest {
    private static final Predicate<ImapCommand> SEARCH = command -> command.is("UID SEARCH");
    private static final Predicate<ImapCommand> FILTERED =
            SEARCH.and(command -> command.text().contains("SUBJECT"));
    private static final Predicate<ImapCommand> SELECT = command -> command.is("SELECT");
    private static final String GROESSE = "Größe";

    private final MemoryImapServer server = MemoryImapServer.start();
    private final List<Long> uids = server.append(
            "user",
            "INBOX",
            TestMail.message("one"),
            TestMail.message("two"),
            TestMail.message("three"),
            TestMail.message(GROESSE));
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutAFilterNoOtherSearchIsSent() throws Exception {
        try (Mailbox mailbox = mailboxes.open(LocalPoller.at(server), new Cutoff())) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }

        assertThat(searches()).containsExactly("UID SEARCH UNSEEN UNDELETED");
    }

    @Test
    void whatMatchesIsFoundWithoutARoundTripMore() throws Exception {
        AtomicBoolean together = new AtomicBoolean();
        server.behaving(ImapBehaviour.CORRECT.at(SELECT.negate(), turn -> {
            together.set(turn.anotherComes(Duration.ofSeconds(30)));
            turn.answer();
        }));

        assertThat(found(Map.of("subject", "nothing"))).isEmpty();

        assertThat(together).isTrue();
        assertThat(searches()).containsExactly("UID SEARCH UNSEEN UNDELETED SUBJECT \"nothing\"");
    }

    @Test
    void everyKeyIsUnderstoodAsItIsMeant() throws Exception {
        long one = uids.get(0);
        long two = uids.get(1);
        long three = uids.get(2);
        server.behaving(turn -> {
            turn.mailbox().set(two, true, Set.of("$Forwarded"));
            turn.answer();
        });

        assertThat(found(Map.of("subject", "T"))).containsExactly(two, three);
        assertThat(found(Map.of("subject", List.of("one", "three")))).containsExactly(one, three);
        assertThat(found(Map.of("not", Map.of("subject", List.of("one", "three")))))
                .doesNotContain(one, three);
        assertThat(found(Map.of("subject", "t", "body", "this is two"))).containsExactly(two);
        assertThat(found(Map.of("keyword", "$Forwarded"))).containsExactly(two);
        assertThat(found(Map.of("unkeyword", "$Forwarded", "subject", "t"))).containsExactly(three);
        assertThat(found(Map.of("header", Map.of("Message-ID", "<one@", "From", "sender"))))
                .containsExactly(one);
        assertThat(found(Map.of("since", "2026-01-06"))).isEmpty();
        assertThat(found(Map.of("since", "2026-01-05"))).isEqualTo(uids);
        assertThat(found(Map.of("larger", Pollers.number(100_000)))).isEmpty();
        assertThat(found(Map.of("smaller", Pollers.number(100_000)))).isEqualTo(uids);
        assertThat(found(List.of(Map.of("subject", "one", "from", "sender"), Map.of("subject", "two"))))
                .containsExactly(one, two);
        assertThat(found(Map.of("not", Map.of("subject", "one", "from", "sender"))))
                .doesNotContain(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+", "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL-"})
    void aLiteralIsNotWaitedForWhereTheServerSaysSo(String capabilities) throws Exception {
        AtomicBoolean together = new AtomicBoolean();
        server.announcing(capabilities).behaving(ImapBehaviour.CORRECT.at(SELECT.negate(), turn -> {
            together.set(turn.anotherComes(Duration.ofSeconds(30)));
            turn.answer();
        }));

        assertThat(found(Map.of("subject", List.of("none", GROESSE, "größ"), "from", "sender")))
                .containsExactly(uids.get(3));

        assertThat(together).isTrue();
        assertThat(searches()).allMatch(search -> search.startsWith("UID SEARCH CHARSET UTF-8 "));
    }

    /** The server of this test closes the connection at a literal that is not announced. */
    @Test
    void elseItIsSentWhenTheServerAsksForIt() throws Exception {
        try (Mailbox mailbox = open(Map.of("subject", List.of("none", GROESSE, "größ"), "from", "sender"))) {
            assertThat(mailbox.searchUnseen()).containsExactly(uids.get(3));
            assertThat(mailbox.searchUnseen()).containsExactly(uids.get(3));
            assertThat(mailbox.countUnseen()).isEqualTo(4);
            assertThat(mailbox.list(uids)).hasSize(4);
            assertThat(mailbox.remarks()).isEmpty();
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMAP4rev2 SASL-IR AUTH=PLAIN",
                "IMAP4rev1 SASL-IR AUTH=PLAIN ENABLE UTF8=ACCEPT UTF8=ONLY",
                "IMAP4rev1 IMAP4rev2 SASL-IR AUTH=PLAIN LITERAL+ ENABLE UTF8=ACCEPT UTF8=ONLY"
            })
    void aServerThatSpeaksUtf8OfItselfTakesItInQuotes(String capabilities) throws Exception {
        server.announcing(capabilities);

        assertThat(found(Map.of("subject", GROESSE))).containsExactly(uids.get(3));

        assertThat(searches()).noneMatch(search -> search.contains("CHARSET"));
    }

    @Test
    void aServerThatKnowsNoUtf8IsNotAskedForOtherMail() {
        server.behaving(ImapBehaviour.refusing("NO [BADCHARSET (US-ASCII)] The specified charset is not supported.")
                .at(command -> command.text().contains("CHARSET")));

        fails(Map.of("subject", GROESSE), "does not search for text beyond US-ASCII", "a part of a text is enough");
        assertThat(server.commands()).noneMatch(command -> command.is("UID FETCH"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD unknown search key", "NO I can't do that", "NO [CANNOT] no such key"})
    void aServerThatRefusesAKeyIsNotAskedForOtherMail(String answer) {
        server.behaving(ImapBehaviour.refusing(answer).at(FILTERED));

        fails(Map.of("subject", "one"), "searches, but not by filter", "nothing was posted", "op check");
        assertThat(server.commands()).noneMatch(command -> command.is("UID FETCH"));
    }

    @Test
    void aServerThatRefusesToSearchAtAllSaysNothingOfTheFilter() throws Exception {
        server.behaving(
                ImapBehaviour.refusing("NO [SERVERBUG] the disk is gone").at(SEARCH));

        try (Mailbox mailbox = open(Map.of("subject", "one"))) {
            assertThatThrownBy(mailbox::searchUnseen)
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR));
        }
        assertThat(server.commands()).noneMatch(command -> command.is("UID FETCH"));
    }

    @Test
    void whoAsksToWaitIsNotAskedAgain() throws Exception {
        server.behaving(ImapBehaviour.refusing("NO [THROTTLED] later").at(SEARCH));

        try (Mailbox mailbox = open(Map.of("subject", "one"))) {
            assertThatThrownBy(mailbox::searchUnseen)
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.THROTTLED));
        }
        assertThat(searches()).hasSize(1);
    }

    @Test
    void aServerThatPassesOverKeysIsNotBelieved() {
        passingOver(" (NOT )?SUBJECT \"[a-z]+\"");

        fails(Map.of("subject", "one"), "ignores filter", "nothing was posted");
        assertThat(server.commands()).noneMatch(command -> command.is("UID FETCH"));
    }

    @Test
    void norIsOneThatPassesOverOneOfThem() {
        passingOver(" (NOT )?KEYWORD [a-z]+");

        fails(Map.of("subject", "one", "keyword", "wanted"), "ignores filter");
        fails(Map.of("subject", "one", "not", Map.of("keyword", "unwanted")), "ignores filter");
    }

    private void passingOver(String keys) {
        server.behaving(((ImapBehaviour) turn -> turn.say(turn.perform(new ImapCommand(
                                turn.command().tag(), turn.command().text().replaceAll(keys, "")))
                        .text()))
                .at(SEARCH));
    }

    @Test
    void aServerThatUsesItIsAskedOnceForEachPart() throws Exception {
        try (Mailbox mailbox = open(Map.of("subject", List.of("one", "two"), "from", "sender"))) {
            assertThat(mailbox.searchUnseen()).hasSize(2);
            assertThat(mailbox.searchUnseen()).hasSize(2);
        }

        String search = "UID SEARCH UNSEEN UNDELETED FROM \"sender\" OR SUBJECT \"one\" SUBJECT \"two\"";
        assertThat(searches())
                .containsExactly(
                        search,
                        "UID SEARCH UID 1:2 NOT FROM \"sender\"",
                        "UID SEARCH UID 1:2 NOT SUBJECT \"one\" NOT SUBJECT \"two\"",
                        search);
    }

    @Test
    void aServerThatKnowsNoNotIsBelieved() throws Exception {
        server.behaving(ImapBehaviour.refusing("BAD what is NOT")
                .at(SEARCH.and(command -> command.text().contains("NOT"))));

        assertThat(found(Map.of("subject", "one"))).containsExactly(uids.get(0));
    }

    @Test
    void aServerThatTakesOneCommandAtATimeIsAskedInTurn() throws Exception {
        server.behaving(((ImapBehaviour) FilterTest::closesAtAnother).at(SELECT));

        assertThat(found(Map.of("subject", GROESSE))).containsExactly(uids.get(3));
        assertThat(found(Map.of("subject", "one"))).containsExactly(uids.get(0));
    }

    private static void closesAtAnother(ImapTurn turn) throws IOException {
        if (turn.anotherComes(Duration.ofMillis(300))) {
            turn.close();
        } else {
            turn.answer();
        }
    }

    @Test
    void itCanBeLookedPast() throws Exception {
        server.behaving(turn -> {
            turn.mailbox().set(uids.get(0), true, Set.of("\\Seen"));
            turn.answer();
        });
        try (Mailbox mailbox = open(Map.of("subject", List.of("one", GROESSE)))) {
            assertThat(mailbox.searchUnseen()).containsExactly(uids.get(3));
            assertThat(mailbox.countUnseen()).isEqualTo(3);

            Mailbox.PastFilter past = mailbox.lookPastFilter(List.of(uids.get(0), uids.get(1), uids.get(3), 99L));

            assertThat(past.unseen()).containsExactlyInAnyOrder(uids.get(1), uids.get(3));
            assertThat(past.matching()).containsExactlyInAnyOrder(uids.get(0), uids.get(3));
        }
    }

    private void fails(Object filter, String... words) {
        assertThatThrownBy(() -> found(filter)).isInstanceOfSatisfying(MailboxException.class, e -> {
            assertThat(e.failure().status()).isEqualTo(PollerStatus.INVALID_CONFIG);
            assertThat(e.failure().detail()).contains(words);
        });
    }

    private List<Long> found(Object filter) throws MailboxException {
        try (Mailbox mailbox = open(filter)) {
            return mailbox.searchUnseen();
        }
    }

    private Mailbox open(Object filter) throws MailboxException {
        return mailboxes.open(LocalPoller.at(server, Map.of("filter", filter)), new Cutoff());
    }

    private List<String> searches() {
        return server.commands().stream().filter(SEARCH).map(ImapCommand::text).toList();
    }
}
