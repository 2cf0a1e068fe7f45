package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does when it is asked what there is. */
class ListFetchTest {
    private static final String SEEN = "(UID %1$d FLAGS (\\Seen) RFC822.SIZE 3)";

    @ParameterizedTest
    @ValueSource(strings = {"* SEARCH 1 2", "* ESEARCH (TAG \"A3\") UID ALL 1:2", "* SEARCH 2\r\n* SEARCH 1 9"})
    void whatTheServerMarksWhenItIsListedIsReadByNobody(String unseen) throws Exception {
        AtomicReference<String> search = new AtomicReference<>("");
        Script script = (tag, command) -> {
            if (command.equals("NOOP")) {
                return tag + " OK\r\n";
            }
            if (command.startsWith("UID SEARCH")) {
                search.set(tag + " " + command);
                return ""; // Only once the listing is asked for as well.
            }
            String searchTag = search.get().split(" ")[0];
            return unseen + "\r\n" + searchTag + " OK found\r\n" + all(command, uid -> true, SEEN) + tag
                    + " OK done\r\n";
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            List<MessageSummary> listed = mailbox.mailbox().list(List.of(1L, 2L, 3L));

            assertThat(listed).extracting(MessageSummary::seen).containsExactly(true, true, true);
            assertThat(listed).extracting(MessageSummary::serverMarked).containsExactly(true, true, false);
            assertThat(mailbox.commands("UID"))
                    .containsExactly("UID SEARCH UID 1:3 UNSEEN", "UID FETCH 1:3 (UID FLAGS RFC822.SIZE INTERNALDATE)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "T NO [SERVERBUG] oh",
                "T BAD what",
                "T NO",
                "* SEARCH one two\r\nT OK found",
                "T OK found",
                "what\r\nT OK"
            })
    void whereTheServerDoesNotSayTheFlagsDecide(String answer) throws Exception {
        Script script = (tag, command) -> command.startsWith("UID SEARCH")
                ? answer.replaceFirst("T ", tag + " ") + "\r\n"
                : all(command, uid -> true, SEEN) + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            List<MessageSummary> listed = mailbox.mailbox().list(List.of(1L, 2L, 3L));

            assertThat(listed).hasSize(3).allMatch(MessageSummary::seen).noneMatch(MessageSummary::serverMarked);
        }
    }

    @Test
    void aServerThatRefusesToSearchIsNotAskedToForEachWindow() throws Exception {
        Script script = (tag, command) -> command.startsWith("UID SEARCH")
                ? tag + " NO [CANNOT] search\r\n"
                : all(command, uid -> true, "(UID %1$d FLAGS () RFC822.SIZE 3)") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            for (long uid = 1; uid < 5; uid++) {
                assertThat(mailbox.mailbox().list(List.of(uid))).hasSize(1);
            }
            assertThat(mailbox.commands("UID SEARCH")).hasSize(1);
        }
    }

    /** What has changed since the last answer is only known for certain once the server has said so. */
    @Test
    void nothingIsListedBeforeTheServerHasCaughtUp() throws Exception {
        AtomicBoolean caughtUp = new AtomicBoolean();
        List<String> tooEarly = new CopyOnWriteArrayList<>();
        Script script = (tag, command) -> {
            if (command.equals("NOOP")) {
                caughtUp.set(true);
                return "* 4 EXISTS\r\n* 2 EXPUNGE\r\n* 1 FETCH (FLAGS (\\Seen))\r\n" + tag + " OK\r\n";
            }
            if (!caughtUp.get()) {
                tooEarly.add(command);
            }
            return all(command, uid -> true, "(UID %1$d FLAGS () RFC822.SIZE 3)") + tag + " OK done\r\n";
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            for (long uid = 1; uid < 4; uid++) {
                caughtUp.set(false);
                assertThat(mailbox.mailbox().list(List.of(uid)))
                        .extracting(MessageSummary::seen)
                        .containsExactly(false);
            }
            assertThat(tooEarly).isEmpty();
            assertThat(mailbox.commands("NOOP")).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD what is that?", "NO", "NO [CANNOT] never", "OK"})
    void aServerThatDoesNotKnowNoopIsTakenAsItIs(String answer) throws Exception {
        Script script = (tag, command) -> command.equals("NOOP")
                ? tag + " " + answer + "\r\n"
                : all(command, uid -> true, "(UID %1$d FLAGS () RFC822.SIZE 3)") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThat(mailbox.mailbox().list(List.of(1L, 2L))).hasSize(2);
        }
    }

    @Test
    void aServerThatThrottlesNoopIsAskedForNothingMore() throws Exception {
        Script script = (tag, command) ->
                command.equals("NOOP") ? tag + " NO [LIMIT] too many requests\r\n" : tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThatThrownBy(() -> mailbox.mailbox().list(List.of(1L)))
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            refused -> assertThat(refused.failure().status()).isEqualTo(PollerStatus.THROTTLED));
            assertThat(mailbox.commands("UID FETCH")).isEmpty();
        }
    }

    @Test
    void aConnectionThatIsLostMeanwhileIsToldOf() throws Exception {
        Script script = (tag, command) -> command.equals("NOOP") ? "* BYE good night\r\n" : tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThatThrownBy(() -> mailbox.mailbox().list(List.of(1L)))
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            lost -> assertThat(lost.failure().status()).isEqualTo(PollerStatus.CONNECT_FAILED))
                    .hasMessageContaining("during NOOP")
                    .hasMessageContaining("good night");
        }
    }

    /** With a message that the server can't list goes the whole set, or what comes behind it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsLeftOutOfASetIsAskedForAgainInHalves(boolean isAllLeftOut) throws Exception {
        Script script = (tag, command) -> {
            boolean names = command.startsWith("UID FETCH")
                    && ScriptedMailbox.uids(command).contains(4L);
            return all(command, uid -> !names || !isAllLeftOut && uid < 4, "(UID %1$d FLAGS () RFC822.SIZE 3)") + tag
                    + " OK done\r\n";
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThat(mailbox.mailbox()
                            .list(LongStream.rangeClosed(1, 8).boxed().toList()))
                    .extracting(MessageSummary::uid)
                    .containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L);
        }
    }

    @Test
    void aServerThatHasNothingOfManyIsNotAskedForEachOfThem() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open((tag, command) -> tag + " OK done\r\n")) {
            assertThat(mailbox.mailbox()
                            .list(LongStream.rangeClosed(1, 500).boxed().toList()))
                    .isEmpty();
            assertThat(mailbox.commands("UID FETCH")).hasSizeLessThan(40);
        }
    }

    /** Nobody knows where the next response begins, and what is there may be on the far side. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 2 FETCH (UID 2 FLAGS () INTERNALDATE {3}\r\n17-Jul-1996 02:44:25 -0700 RFC822.SIZE 3)",
                "* 2 FETCH (UID 2 FLAGS () RFC822.SIZE 3 INTERNALDATE {40}\r\n17-Jul-1996 02:44:25 -0700)",
                "* 2 FETCH (UID 2 FLAGS () RFC822.SIZE 3 INTERNALDATE {26}\r\n17-Jul-1996)"
            })
    void aLiteralOfAnotherLengthThanAnnouncedEndsTheConnection(String two) throws Exception {
        Script script = (tag, command) -> command.startsWith("UID FETCH")
                ? all("UID FETCH 1", uid -> true, "(UID %1$d FLAGS () RFC822.SIZE 3)") + two + "\r\n"
                        + all("UID FETCH 3:9", uid -> true, "(UID %1$d FLAGS () RFC822.SIZE 3)")
                        + tag + " OK done\r\n" + "x".repeat(100)
                : "* SEARCH 1 2 3\r\n" + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThatThrownBy(() -> mailbox.mailbox().list(List.of(1L, 2L, 3L)))
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            lost -> assertThat(lost.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR))
                    .hasMessageContaining("longer or shorter");
            mailbox.mailbox().close();
            assertThat(mailbox.commands("LOGOUT")).isEmpty();
        }
    }

    private static String all(String command, LongPredicate which, String items) {
        return command.startsWith("UID FETCH")
                ? ScriptedMailbox.uids(command).stream()
                        .filter(which::test)
                        .map(uid -> "* " + uid + " FETCH " + items.formatted(uid) + "\r\n")
                        .collect(Collectors.joining())
                : "";
    }
}
