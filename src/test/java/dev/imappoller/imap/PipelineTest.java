package dev.imappoller.imap;

import static dev.imappoller.testing.ScriptedImapServer.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Lost;
import dev.imappoller.imap.Told.Marked;
import dev.imappoller.imap.Told.Refused;
import dev.imappoller.imap.Told.Unavailable;
import dev.imappoller.imap.Told.UnseenChecked;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ScriptedImapServer;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What servers may do to commands that are under way at the same time. */
class PipelineTest {
    private static final int CHUNK = 1024 * 1024;

    private final Told told = new Told();
    private Optional<ScriptedImapServer> server = Optional.empty();

    @AfterEach
    void stop() {
        server.ifPresent(ScriptedImapServer::close);
    }

    @Test
    void asksForAWindowInOneCommandAndNeverByTheMessage() throws Exception {
        Script script = (tag, command) -> fetch(1, 0, "one") + fetch(2, 0, "two") + fetch(3, 0, "three") + ok(tag);

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(1, 3, 2, 3, 3, 5), 1000, told);

            assertThat(next(3)).extracting(PipelineTest::text).containsExactly("1 one", "2 two", "3 three");
        }
        assertThat(commands("UID FETCH")).containsExactly("UID FETCH 1:3 (UID FLAGS BODY.PEEK[]<0.1048576>)");
    }

    @Test
    void matchesAnswersByUidWhateverTheirOrder() throws Exception {
        List<String> tags = new ArrayList<>();
        Script script = (tag, command) -> {
            tags.add(tag);
            return tags.size() < 2 ? "" : fetch(2, 0, "two") + fetch(1, 0, "one") + ok(tags.get(1)) + ok(tags.get(0));
        };

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(1, 3), 1000, told);
            mailbox.fetch(listed(2, 3), 1000, told);

            assertThat(next(2)).extracting(PipelineTest::text).containsExactly("2 two", "1 one");
        }
    }

    @Test
    void putsChunksTogetherThatComeInAnyOrder() throws Exception {
        String first = "a".repeat(CHUNK);
        String second = "b".repeat(CHUNK);
        List<String> tags = new ArrayList<>();
        Script script = (tag, command) -> {
            tags.add(tag);
            return switch (tags.size()) {
                case 1 -> "";
                case 2 -> fetch(9, CHUNK, second) + ok(tags.get(1)) + fetch(9, 0, first) + ok(tags.get(0));
                default -> fetch(9, 2L * CHUNK, "end") + ok(tag);
            };
        };

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(9, 2 * CHUNK + 3), 10 * CHUNK, told);

            assertThat(text(told.next())).isEqualTo("9 " + first + second + "end");
        }
        assertThat(commands("UID FETCH")).hasSize(3);
    }

    @Test
    void asksForEachChunkOnce() throws Exception {
        String chunk = "x".repeat(CHUNK);
        Script script = (tag, command) -> {
            long from = Long.parseLong(command.replaceAll(".*<(\\d+)\\..*", "$1"));
            return fetch(4, from, from < 4L * CHUNK ? chunk : "end") + ok(tag);
        };

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(4, 4 * CHUNK + 3), 10 * CHUNK, told);

            assertThat(((Arrived) told.next()).octets()).hasSize(4 * CHUNK + 3);
        }
        assertThat(commands("UID FETCH")).hasSize(5);
    }

    @Test
    void aMessageThatAServerRefusesCostsTheOthersNothing() throws Exception {
        Script script = (tag, command) -> switch (command.split(" ")[2]) {
            case "1:3" -> fetch(1, 0, "one") + tag + " NO [SERVERBUG] message 2 is broken\r\n";
            case "2" -> tag + " NO [SERVERBUG] message 2 is broken\r\n";
            default -> fetch(3, 0, "three") + ok(tag);
        };

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(1, 3, 2, 3, 3, 5), 1000, told);

            assertThat(text(told.next())).isEqualTo("1 one");
            assertThat(text(told.next())).isEqualTo("3 three");
            assertThat(told.next()).isInstanceOfSatisfying(Unavailable.class, refused -> {
                assertThat(refused.uid()).isEqualTo(2);
                assertThat(refused.failure().detail()).contains("refused FETCH", "broken");
            });
        }
    }

    @Test
    void aServerThatThrottlesIsSaidToThrottle() throws Exception {
        try (Mailbox mailbox = open((tag, command) -> tag + " NO [THROTTLED] later\r\n")) {
            assertThat(Told.fetch(mailbox, 1, 3, 1000))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refused -> assertThat(refused.failure().status()).isEqualTo(PollerStatus.THROTTLED));
        }
    }

    @Test
    void aServerThatThrottlesIsNotAskedForTheSameOneByOne() throws Exception {
        Script script = (tag, command) -> tag + " NO [THROTTLED] later\r\n";

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(1, 3, 2, 3, 3, 5), 1000, told);
            next(3);
            mailbox.markSeen(List.of(1L, 2L, 3L), told);

            assertThat(told.next()).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.uids()).containsExactlyInAnyOrder(1L, 2L, 3L);
                assertThat(refused.failure().status()).isEqualTo(PollerStatus.THROTTLED);
            });
        }
        assertThat(commands("UID FETCH")).hasSize(1);
        assertThat(commands("UID STORE")).hasSize(1);
    }

    @Test
    void aMessageThatCannotBeMarkedDoesNotKeepTheOthersFromIt() throws Exception {
        Script script =
                (tag, command) -> command.matches(".* (1:3|1:2|2) .*") ? tag + " NO [CANNOT] not 2\r\n" : ok(tag);

        try (Mailbox mailbox = open(script)) {
            mailbox.markSeen(List.of(1L, 2L, 3L), told);

            assertThat(told.next()).isEqualTo(new Marked(List.of(3L)));
            assertThat(told.next()).isEqualTo(new Marked(List.of(1L)));
            assertThat(told.next())
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.uids()).containsExactly(2L));
        }
        assertThat(commands("UID STORE")).hasSize(5);
    }

    @Test
    void anAnswerThatCannotBeReadMakesAMessageUnavailableAndNotGone() throws Exception {
        Script script = (tag, command) -> "* 1 FETCH (UID 1 NONSENSE[[[\r\n" + fetch(2, 0, "two") + ok(tag);

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(1, 3, 2, 3), 1000, told);

            assertThat(text(told.next())).isEqualTo("2 two");
            assertThat(told.next())
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            lost -> assertThat(lost.failure().detail()).contains("could not be read"));
        }
    }

    @Test
    void saysThatAMessageWasMarkedByTheServerThatSentIt() throws Exception {
        Script script = (tag, command) -> fetch(1, 0, "one").replace("FLAGS ()", "FLAGS (\\Seen)") + ok(tag);

        try (Mailbox mailbox = open(script)) {
            assertThat(Told.fetch(mailbox, 1, 3, 1000))
                    .isInstanceOfSatisfying(
                            Arrived.class, arrived -> assertThat(arrived.seen()).isTrue());
        }
    }

    @Test
    void looksAtFlagsAndTellsWhatIsStillUnseen() throws Exception {
        Script script = (tag, command) ->
                "* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 3 FETCH (UID 3 FLAGS (\\Flagged))\r\n" + ok(tag);

        try (Mailbox mailbox = open(script)) {
            mailbox.checkUnseen(List.of(1L, 2L, 3L), told);

            assertThat(told.next()).isEqualTo(new UnseenChecked(Set.of(3L)));
        }
    }

    @Test
    void takesWhatAServerSendsThatKnowsNoRanges() throws Exception {
        String whole = "y".repeat(2 * CHUNK);
        Script script = (tag, command) -> fetch(1, 0, whole).replace("BODY[]<0>", "BODY[]") + ok(tag);

        try (Mailbox mailbox = open(script)) {
            assertThat(text(Told.fetch(mailbox, 1, 2L * CHUNK, 10 * CHUNK))).isEqualTo("1 " + whole);
        }
    }

    @Test
    void marksWhileMessagesAreOnTheirWay() throws Exception {
        List<String> fetchTag = new ArrayList<>();
        Script script = (tag, command) -> {
            if (command.startsWith("UID FETCH")) {
                fetchTag.add(tag);
                return "";
            }
            return ok(tag) + fetch(2, 0, "two") + ok(fetchTag.get(0));
        };

        try (Mailbox mailbox = open(script)) {
            mailbox.fetch(listed(2, 3), 1000, told);
            mailbox.markSeen(List.of(1L), told);

            assertThat(told.next()).isEqualTo(new Marked(List.of(1L)));
            assertThat(text(told.next())).isEqualTo("2 two");
        }
    }

    @Test
    void aByeInMidSessionIsALossWithTheServersWords() throws Exception {
        try (Mailbox mailbox = open((tag, command) -> "* BYE [UNAVAILABLE] maintenance\r\n")) {
            assertThat(Told.fetch(mailbox, 1, 3, 1000)).isInstanceOfSatisfying(Lost.class, lost -> {
                assertThat(lost.cause().failure().status()).isEqualTo(PollerStatus.THROTTLED);
                assertThat(lost.cause().failure().detail()).contains("maintenance");
            });
        }
    }

    @Test
    void aLiteralThatNoMemoryHoldsIsALossAndNoHang() throws Exception {
        try (Mailbox mailbox = open((tag, command) -> "* 1 FETCH (UID 1 BODY[]<0> {2147483640}\r\n")) {
            assertThat(Told.fetch(mailbox, 1, 3, 1000))
                    .isInstanceOfSatisfying(
                            Lost.class,
                            lost -> assertThat(lost.cause().failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR));
        }
    }

    @Test
    void anIdlePollTakesFourRoundTrips() throws Exception {
        try (Mailbox mailbox = open((tag, command) -> "* SEARCH\r\n" + ok(tag))) {
            assertThat(mailbox.searchUnseen()).isEmpty();
        }

        Stream<String> verbs = server.orElseThrow().commands().stream().map(command -> command.split(" ")[0]);
        assertThat(verbs.limit(3)).containsExactly("AUTHENTICATE", "SELECT", "UID");
        assertThat(server.orElseThrow().commands()).noneMatch(command -> command.startsWith("CAPABILITY"));
    }

    private Mailbox open(Script script) throws MailboxException {
        server = Optional.of(ScriptedImapServer.start(script));
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        Map<String, Object> item = Map.of(
                "host", "localhost",
                "port", BigDecimal.valueOf(server.get().port()),
                "ssl", false,
                "allowPlaintext", true,
                "username", "user",
                "password", "secret",
                "url", "https://example.com/");
        Poller poller =
                ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
        return new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty())).open(poller, new Cutoff());
    }

    private List<String> commands(String verb) {
        return server.orElseThrow().commands().stream()
                .filter(command -> command.startsWith(verb))
                .toList();
    }

    private List<Object> next(int count) {
        List<Object> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(told.next());
        }
        return events;
    }

    private static String ok(String tag) {
        return tag + " OK done\r\n";
    }

    private static String text(Object arrived) {
        assertThat(arrived).isInstanceOf(Arrived.class);
        return ((Arrived) arrived).uid() + " "
                + new String(((Arrived) arrived).octets(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Messages by UID and size, in turns. */
    private static List<MessageSummary> listed(long... uidsAndSizes) {
        List<MessageSummary> listed = new ArrayList<>();
        for (int i = 0; i < uidsAndSizes.length; i += 2) {
            listed.add(new MessageSummary(uidsAndSizes[i], uidsAndSizes[i + 1], Optional.empty(), false));
        }
        return listed;
    }
}
