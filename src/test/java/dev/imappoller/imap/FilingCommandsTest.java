package dev.imappoller.imap;

import static dev.imappoller.testing.ImapBehaviour.refusing;
import static dev.imappoller.testing.ImapBehaviour.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Copied;
import dev.imappoller.imap.Told.FiledAway;
import dev.imappoller.imap.Told.FilingRefused;
import dev.imappoller.imap.Told.Lost;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.AfterDelivery.Action;
import dev.imappoller.poller.item.AfterDelivery.Kind;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are moved, deleted and given keywords by what the server has for that, and no other message is touched. */
class FilingCommandsTest {
    private static final String WITH_MOVE = MemoryImapServer.CAPABILITIES + " MOVE UIDPLUS";
    private static final String WITHOUT_MOVE = MemoryImapServer.CAPABILITIES + " UIDPLUS";
    private static final Action MOVE = new Action(Kind.MOVE, "Processed");
    private static final byte[] MESSAGE = TestMail.message("here");

    private final MemoryImapServer server = MemoryImapServer.start().announcing(WITH_MOVE);
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));
    private final Told told = new Told();

    {
        server.append("user", "INBOX", MESSAGE, MESSAGE, MESSAGE, MESSAGE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void movesByOneCommandAndCreatesTheFolderOnce() throws Exception {
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 3L), MOVE, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L, 3L)));
            mailbox.fileAway(List.of(4L), MOVE, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(4L)));
        }

        assertThat(verbs()).containsSubsequence("UID MOVE", "CREATE", "SUBSCRIBE", "UID MOVE", "UID MOVE");
        assertThat(verbs()).filteredOn("UID MOVE"::equals).hasSize(3);
        assertThat(server.flags("user", "INBOX")).containsOnlyKeys(2L);
        assertThat(server.flags("user", "Processed")).hasSize(3);
    }

    @Test
    void aFolderIsCalledWhatPeopleTypeInTheWordsOfTheProtocol() throws Exception {
        Action move = new Action(Kind.MOVE, "Erledigt \"2026\"/Größe & Maß");
        try (Mailbox mailbox = open(move)) {
            mailbox.fileAway(List.of(1L), move, told);
            assertThat(told.next()).isInstanceOf(FiledAway.class);
        }

        assertThat(server.flags("user", "Erledigt \"2026\"/Gr&APYA3w-e &- Ma&AN8-"))
                .hasSize(1);
    }

    @Test
    void withoutMoveCopiesAndRemovesTheOriginalsAlone() throws Exception {
        server.announcing(WITHOUT_MOVE);
        othersAreMarkedForDeletion(2);
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 3L), MOVE, told);
            assertThat(told.next()).isEqualTo(new Copied(List.of(1L, 3L)));
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L, 3L)));
        }

        assertThat(commands("UID"))
                .endsWith("UID COPY 1,3 Processed", "UID STORE 1,3 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1,3");
        assertThat(server.flags("user", "INBOX")).isEqualTo(Map.of(2L, Set.of("\\Deleted"), 4L, Set.of()));
        assertThat(server.flags("user", "Processed").values())
                .as("no copy is marked for deletion")
                .containsOnly(Set.of());
    }

    @Test
    void removesWhatTheServerSaysThatItHasCopiedAndNothingElse() throws Exception {
        server.announcing(WITHOUT_MOVE)
                .behaving(saying(reply -> reply.ending(
                                reply.tagged().replace("[COPYUID 1700000001 1,2,3 ", "[COPYUID 1700000001 3:2 ")))
                        .at(command -> command.is("UID COPY")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 2L, 3L), MOVE, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L)));
            assertThat(told.next()).isEqualTo(new Copied(List.of(2L, 3L)));
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(2L, 3L)));
        }

        assertThat(server.flags("user", "INBOX")).containsOnlyKeys(1L, 4L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OK copied",
                "OK [COPYUID] copied",
                "OK [COPYUID 7 1:4294967295 1:4294967295] copied",
                "OK [COPYUID 7 x y] copied",
                "OK [COPYUID 7 99999999999999999999 1] copied",
                "OK [COPYUID 7 1:2:3 1] copied"
            })
    void anOkCountsWhateverItSaysBesides(String ok) throws Exception {
        server.append("user", "Processed");
        server.announcing(WITHOUT_MOVE)
                .behaving(saying(reply -> reply.ending(reply.tagged().split(" ")[0] + " " + ok + "\r\n"))
                        .at(command -> command.is("UID COPY")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L), MOVE, told);
            assertThat(told.next()).isEqualTo(new Copied(List.of(1L)));
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L)));
        }
    }

    @Test
    void aCopyIsNeverUnderWayWithAnythingElse() throws Exception {
        server.announcing(WITHOUT_MOVE);
        try (Mailbox mailbox = open(MOVE)) {
            List<MessageSummary> messages = List.of(new MessageSummary(2, MESSAGE.length, Optional.empty(), false));
            server.behaving(alone());
            mailbox.fetch(messages, 100_000_000, told);
            mailbox.fileAway(List.of(1L), MOVE, told);
            mailbox.checkUnseen(List.of(3L), told);

            assertThat(List.of(told.next(), told.next(), told.next(), told.next()))
                    .hasAtLeastOneElementOfType(Arrived.class)
                    .contains(new Copied(List.of(1L)), new FiledAway(List.of(1L)));
        }
        assertThat(verbs()).filteredOn("UID COPY"::equals).hasSize(2); // The first finds no folder.
    }

    /** While a copy is under way nothing comes. */
    private static ImapBehaviour alone() {
        return turn -> {
            if (turn.command().is("UID COPY") && turn.anotherComes(Duration.ofMillis(100))) {
                turn.say(turn.command().tag() + " BAD something else came\r\n");
            } else {
                turn.answer();
            }
        };
    }

    @Test
    void deletesSingleMessages() throws Exception {
        othersAreMarkedForDeletion(2);
        try (Mailbox mailbox = open(Action.DELETE)) {
            mailbox.fileAway(List.of(1L, 3L), Action.DELETE, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L, 3L)));
        }

        assertThat(server.flags("user", "INBOX")).containsOnlyKeys(2L, 4L);
    }

    @Test
    void givesKeywords() throws Exception {
        Action keyword = new Action(Kind.KEYWORD, "$Forwarded");
        try (Mailbox mailbox = open(keyword)) {
            mailbox.fileAway(List.of(1L, 3L), keyword, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L, 3L)));
        }

        assertThat(server.flags("user", "INBOX").get(1L)).containsExactly("$Forwarded");
        assertThat(server.flags("user", "INBOX").get(2L)).isEmpty();
    }

    @Test
    void messagesThatAreGoneAreNoTrouble() throws Exception {
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 4711L), MOVE, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L, 4711L)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO [TRYCREATE] there is no such mailbox",
                "NO [nonexistent] no such mailbox",
                "NO Mailbox does not exist",
                "NO"
            })
    void aFolderThatIsMissingIsCreatedHoweverThatIsSaid(String refusal) throws Exception {
        server.behaving(turn -> {
            boolean isMissing = server.commands().stream().noneMatch(command -> command.is("CREATE"));
            if (turn.command().is("UID MOVE") && isMissing) {
                turn.say(turn.command().tag() + " " + refusal + "\r\n");
            } else {
                turn.answer();
            }
        });
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L), MOVE, told);
            assertThat(told.next()).isEqualTo(new FiledAway(List.of(1L)));
        }
    }

    @Test
    void aFolderThatIsMissingForEverIsCreatedOnce() throws Exception {
        server.behaving(refusing("NO [TRYCREATE] there is no such mailbox").at(command -> command.is("UID MOVE")));
        try (Mailbox mailbox = open(MOVE)) {
            for (long uid = 1; uid <= 3; uid++) {
                mailbox.fileAway(List.of(uid), MOVE, told);
                assertThat(told.next())
                        .isInstanceOfSatisfying(
                                FilingRefused.class,
                                refused ->
                                        assertThat(refused.failure().detail()).contains("refused MOVE", "TRYCREATE"));
            }
        }
        assertThat(verbs()).filteredOn("CREATE"::equals).hasSize(1);
    }

    @Test
    void aFolderThatMayNotBeCreatedIsSaid() throws Exception {
        server.behaving(refusing("NO [NOPERM] not here").at(command -> command.is("CREATE")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L), MOVE, told);
            assertThat(told.next())
                    .isInstanceOfSatisfying(
                            FilingRefused.class,
                            refused -> assertThat(refused.failure().detail())
                                    .contains("refused MOVE", "refused CREATE", "NOPERM"));
        }
        assertThat(server.flags("user", "INBOX")).hasSize(4);
    }

    @Test
    void aFolderThatIsFullIsSaidAndAskedOnce() throws Exception {
        server.behaving(refusing("NO [OVERQUOTA] Quota exceeded").at(command -> command.is("UID MOVE")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 2L, 3L, 4L), MOVE, told);
            assertThat(told.next()).isInstanceOfSatisfying(FilingRefused.class, refused -> {
                assertThat(refused.uids()).containsExactly(1L, 2L, 3L, 4L);
                assertThat(refused.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
                assertThat(refused.failure().detail()).contains("OVERQUOTA");
            });
        }
        assertThat(verbs()).filteredOn("UID MOVE"::equals).hasSize(1);
        assertThat(verbs()).doesNotContain("CREATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_MOVE, WITHOUT_MOVE})
    void aServerThatThrottlesIsSaidAndAskedOnce(String capabilities) throws Exception {
        server.append("user", "Processed");
        server.announcing(capabilities)
                .behaving(refusing("NO [THROTTLED] Suggested Backoff Time: 90000 Milliseconds")
                        .at(command -> command.is("UID MOVE", "UID COPY")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 2L, 3L, 4L), MOVE, told);
            assertThat(told.next()).isInstanceOfSatisfying(FilingRefused.class, refused -> {
                assertThat(refused.uids()).containsExactly(1L, 2L, 3L, 4L);
                assertThat(refused.failure().status()).isEqualTo(PollerStatus.THROTTLED);
                assertThat(refused.failure().pause()).contains(Duration.ofSeconds(90));
            });
        }
        assertThat(verbs())
                .filteredOn(verb -> List.of("UID MOVE", "UID COPY").contains(verb))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_MOVE, WITHOUT_MOVE})
    void oneThatIsRefusedIsFoundAndTheOthersAreMoved(String capabilities) throws Exception {
        server.append("user", "Processed");
        server.announcing(capabilities)
                .behaving(refusing("NO [CANNOT] not that one")
                        .at(command -> command.is("UID MOVE", "UID COPY") && command.names(3)));
        List<Long> filed = new ArrayList<>();
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L, 2L, 3L, 4L), MOVE, told);
            Object next = told.next();
            while (!(next instanceof FilingRefused)) {
                if (next instanceof FiledAway some) {
                    filed.addAll(some.uids());
                }
                next = told.next();
            }
            assertThat(((FilingRefused) next).uids()).containsExactly(3L);
        }
        assertThat(filed).containsExactlyInAnyOrder(1L, 2L, 4L);
        assertThat(server.flags("user", "INBOX")).containsOnlyKeys(3L);
        assertThat(server.flags("user", "Processed")).as("each once").hasSize(3);
    }

    @Test
    void aConnectionThatIsLostIsTold() throws Exception {
        server.behaving(((ImapBehaviour) ImapTurn::close).at(command -> command.is("UID MOVE")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L), MOVE, told);
            assertThat(told.next())
                    .isInstanceOfSatisfying(
                            Lost.class,
                            lost -> assertThat(lost.cause().failure().detail()).contains("during MOVE"));
        }
    }

    @Test
    void afterAMoveTheNumbersOfOtherMessagesMeanNothing() throws Exception {
        server.append("user", "Processed");
        // The first is called seen by its number alone, which is the second's from the move on.
        server.behaving(turn -> {
            if (turn.command().is("UID STORE")) {
                turn.say("* 1 FETCH (FLAGS (\\Seen))\r\n");
            }
            turn.answer();
        });
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.markSeen(List.of(1L), told);
            assertThat(told.next()).isInstanceOf(Told.Marked.class);
            mailbox.fileAway(List.of(1L), MOVE, told);
            assertThat(told.next()).isInstanceOf(FiledAway.class);
            mailbox.fetch(List.of(new MessageSummary(2, MESSAGE.length, Optional.empty(), false)), 100_000_000, told);
            assertThat(told.next())
                    .isInstanceOfSatisfying(
                            Arrived.class, arrived -> assertThat(arrived.seen()).isFalse());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"move", "delete"})
    void aServerThatWouldRemoveOthersMessagesTooIsRefused(String what) {
        server.announcing(MemoryImapServer.CAPABILITIES);
        Map<String, Object> after = Map.of(what, what.equals("move") ? "Processed" : true);

        assertThatThrownBy(() -> mailboxes.open(LocalPoller.at(server, Map.of("afterDelivery", after)), new Cutoff()))
                .isInstanceOfSatisfying(MailboxException.class, e -> {
                    assertThat(e.failure().status()).isEqualTo(PollerStatus.INVALID_CONFIG);
                    assertThat(e.failure().detail())
                            .contains("afterDelivery can't be done", "127.0.0.1", "UIDPLUS", "remove it from the item");
                });
        assertThat(verbs())
                .as("it is asked first whether it has learned anything by the login")
                .contains("CAPABILITY");
    }

    @Test
    void rejectedMessagesAloneAreReasonEnough() {
        server.announcing(MemoryImapServer.CAPABILITIES);
        Map<String, Object> after = Map.of("keyword", "$Done", "rejected", Map.of("delete", true));

        assertThatThrownBy(() -> mailboxes.open(LocalPoller.at(server, Map.of("afterDelivery", after)), new Cutoff()))
                .hasMessageContaining("has no UIDPLUS");
    }

    @Test
    void whatIsAnnouncedOnlyWhenItIsAskedForAfterTheLoginCounts() throws Exception {
        server.announcing(MemoryImapServer.CAPABILITIES)
                .behaving(saying(reply -> reply.each(line -> line.replace("UNSELECT", "UNSELECT MOVE")))
                        .at(command -> command.is("CAPABILITY")));
        try (Mailbox mailbox = open(MOVE)) {
            mailbox.fileAway(List.of(1L), MOVE, told);
            assertThat(told.next()).isInstanceOf(FiledAway.class);
        }
    }

    @Test
    void aServerOfTheNextVersionHasBoth() throws Exception {
        server.announcing("IMAP4rev2 IMAP4rev1 SASL-IR AUTH=PLAIN");
        try (Mailbox mailbox = open(Action.DELETE)) {
            mailbox.fileAway(List.of(1L), Action.DELETE, told);
            assertThat(told.next()).isInstanceOf(FiledAway.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Seen", "\\Seen $Other", "\\Seen \\Deleted"})
    void aKeywordThatTheServerDoesNotKeepIsRefused(String permanent) {
        permitting(permanent);

        assertThatThrownBy(() -> open(new Action(Kind.KEYWORD, "$Forwarded")))
                .isInstanceOfSatisfying(
                        MailboxException.class,
                        e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.INVALID_CONFIG))
                .hasMessageContaining("keeps no keyword $Forwarded in INBOX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Seen $forwarded", "\\Seen \\*"})
    void aKeywordThatTheServerKeepsIsTaken(String permanent) throws Exception {
        permitting(permanent);

        open(new Action(Kind.KEYWORD, "$Forwarded")).close();
    }

    @Test
    void whereNothingCanBeDeletedNothingIsCopied() {
        server.announcing(WITHOUT_MOVE);
        permitting("\\Seen \\*");

        assertThatThrownBy(() -> open(MOVE)).hasMessageContaining("lets no message be deleted from INBOX");
    }

    @Test
    void aCheckTellsHowItIsDoneAndWhetherTheFolderIsThere() throws Exception {
        assertThat(check(MOVE))
                .isEqualTo("Messages can be moved (MOVE) to Processed, which is not there yet and is created then.");
        server.append("user", "Processed");
        assertThat(check(MOVE)).isEqualTo("Messages can be moved (MOVE) to Processed.");
        assertThat(check(Action.DELETE)).isEqualTo("Single messages can be removed (UIDPLUS).");
        assertThat(check(new Action(Kind.KEYWORD, "$Done"))).isEqualTo("The keyword $Done is kept.");
        server.announcing(WITHOUT_MOVE);
        assertThat(check(MOVE)).startsWith("There is no MOVE, so messages are copied and then removed");
    }

    @Test
    void aPassAsksForNoneOfThat() throws Exception {
        open(MOVE).close();

        assertThat(verbs()).doesNotContain("LIST", "CAPABILITY");
    }

    private String check(Action action) throws MailboxException {
        List<String> details = new ArrayList<>();
        CheckListener listener = new CheckListener() {
            private CheckStep step = CheckStep.DNS;

            @Override
            public void begin(CheckStep next) {
                step = next;
            }

            @Override
            public void done(Supplier<String> detail) {
                if (step == CheckStep.AFTER_DELIVERY) {
                    details.add(detail.get());
                }
            }

            @Override
            public void failed(Failure failure) {
                throw new AssertionError(failure.detail());
            }
        };
        mailboxes.open(poller(action), new Cutoff(), listener).close();
        return String.join(" ", details);
    }

    private Mailbox open(Action action) throws MailboxException {
        return mailboxes.open(poller(action), new Cutoff());
    }

    private Poller poller(Action action) {
        Map<String, Object> after = switch (action.kind()) {
            case MOVE -> Map.of("move", action.name());
            case DELETE -> Map.of("delete", true);
            case KEYWORD -> Map.of("keyword", action.name());
        };
        return LocalPoller.at(server, Map.of("afterDelivery", after));
    }

    private void permitting(String flags) {
        server.behaving(saying(reply -> reply.each(line -> line.startsWith("* OK [PERMANENTFLAGS")
                        ? "* OK [PERMANENTFLAGS (" + flags + ")] limited\r\n"
                        : line))
                .at(command -> command.is("SELECT")));
    }

    private void othersAreMarkedForDeletion(long uid) {
        server.behaving(turn -> {
            turn.mailbox().set(uid, true, Set.of("\\Deleted"));
            turn.answer();
        });
    }

    private List<String> verbs() {
        return server.commands().stream().map(ImapCommand::verb).toList();
    }

    private List<String> commands(String verb) {
        return server.commands().stream()
                .map(ImapCommand::text)
                .filter(text -> text.startsWith(verb))
                .toList();
    }
}
