package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.ScriptedImapServer;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message is found by its Message-ID if it has that one, whatever the server takes for it. */
class MessageIdSearchTest {
    private static final MessageId ID = new MessageId("<a@b>");

    @Test
    void whatTheServerFindsIsLookedAt() throws Exception {
        Map<Long, String> headers = Map.of(
                1L, "Message-ID: <a@b>\r\n\r\n<a@b>",
                2L, "Message-ID: <aa@b>\r\n\r\n<a@b>",
                3L, "In-Reply-To: <a@b>\r\nMessage-ID: <c@d>\r\n\r\n",
                4L, "From: a\r\nmessage-id:\r\n <a@b>\r\n\r\n",
                5L, "\r\nMessage-ID: <a@b>\r\n");

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(finding(headers))) {
            assertThat(mailbox.mailbox().withMessageId(ID)).containsExactly(1L, 4L);
            assertThat(mailbox.mailbox().withMessageId(new MessageId("c@d"))).containsExactly(3L);
            assertThat(mailbox.commands("UID SEARCH SEEN"))
                    .containsExactly(
                            "UID SEARCH SEEN UNDELETED HEADER Message-ID \"<a@b>\"",
                            "UID SEARCH SEEN UNDELETED HEADER Message-ID \"c@d\"");
            assertThat(mailbox.commands("UID FETCH 1")).startsWith("UID FETCH 1 (UID BODY.PEEK[]<0.65536>)");
        }
    }

    @Test
    void nothingIsFetchedWhereNothingIsFoundOrNothingCanBeSearchedFor() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(finding(Map.of()))) {
            assertThat(mailbox.mailbox().withMessageId(ID)).isEmpty();
            assertThat(mailbox.mailbox().withMessageId(new MessageId("\"é\"\\")))
                    .isEmpty();

            assertThat(mailbox.commands("UID SEARCH SEEN")).hasSize(1);
            assertThat(mailbox.commands("UID FETCH")).isEmpty();
        }
    }

    @Test
    void aServerThatFindsEverythingIsNotReadToTheEnd() throws Exception {
        Map<Long, String> headers = LongStream.rangeClosed(1, 51)
                .boxed()
                .collect(Collectors.toMap(uid -> uid, uid -> "Message-ID: <a@b>\r\n\r\n"));

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(finding(headers))) {
            assertThatThrownBy(() -> mailbox.mailbox().withMessageId(ID))
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining("51 messages")
                    .hasMessageContaining("by its uid");
            assertThat(mailbox.commands("UID FETCH")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"T NO [CANNOT] search", "T BAD what", "* SEARCH one\r\nT OK found"})
    void aServerThatCannotSearchIsToldOf(String answer) throws Exception {
        Script script = (tag, command) -> answer.replace("T ", tag + " ") + "\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThatThrownBy(() -> mailbox.mailbox().withMessageId(ID))
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "T NO cannot",
                "* 1 FETCH (UID 1 BODY[]<0> NIL)\r\nT OK",
                "* 1 FETCH (UID 1 BODY[]<9> \"Message-ID: <a@b>\")\r\nT OK",
                "* 1 FETCH (UID 2 BODY[] \"Message-ID: <a@b>\")\r\nT OK",
                "* 1 FETCH (UID 1 BODY[] \"Message-ID: <a@b>\"\r\nT OK",
                "T OK"
            })
    void whatCannotBeReadIsNotTakenForIt(String answer) throws Exception {
        Script script = (tag, command) -> command.startsWith("UID SEARCH")
                ? "* SEARCH 1\r\n" + tag + " OK\r\n"
                : answer.replace("T ", tag + " ") + "\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThat(mailbox.mailbox().withMessageId(ID)).isEmpty();
        }
    }

    /** Finds all of them, as a server does that knows no such search, and hands each over as a whole, whatever part is asked for. */
    private static Script finding(Map<Long, String> headers) {
        String numbers =
                headers.keySet().stream().sorted().map(uid -> " " + uid).collect(Collectors.joining());
        return (tag, command) -> {
            if (command.startsWith("UID SEARCH")) {
                return "* SEARCH" + numbers + "\r\n" + tag + " OK found\r\n";
            }
            long uid = ScriptedMailbox.uids(command).get(0);
            return ScriptedImapServer.fetch(uid, 0, headers.getOrDefault(uid, "")) + tag + " OK fetched\r\n";
        };
    }
}
