package dev.imappoller.imap;

import static dev.imappoller.imap.ScriptedMailbox.text;
import static dev.imappoller.testing.ScriptedImapServer.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Lost;
import dev.imappoller.imap.Told.Missing;
import dev.imappoller.imap.Told.Unavailable;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server sends in the place of one message, the others come, and that one is said not to have. */
class FetchFaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UID 2 NONSENSE[[[",
                "UID 2 FLAGS (",
                "UID 2 FLAGS () BODY[]<0> NIL)",
                "UID 2 FLAGS () BODY[]<0> NULL)",
                "UID 2 FLAGS () BODY[]<0> {3}\r\ntwo))",
                "UID 2 FLAGS ( BODY[]<0> {3}\r\ntwo)",
                "UID 2 FLAGS () BODY[]<0> \"two)",
                "UID 2 FLAGS () BODY[]<99999999999999999999> {3}\r\ntwo)",
                "UID 2 FLAGS () BODY[]<-1> {3}\r\ntwo)",
                "UID 2 FLAGS () BODY[]<5> {3}\r\ntwo)",
                "UID 2 FLAGS () BODY[HEADER]<0> {3}\r\ntwo)",
                "UID 2 FLAGS ())",
                "UID 2 \0\1\2 \u00ff\u00fe (((( ]]]] }} %%",
                "UID 2 BODYSTRUCTURE (((((((((((((((((((((((((((",
                "UID 2 UID 1 BODY[]<0> {3}\r\ntwo)",
                "UID 99999999999 BODY[]<0> {3}\r\ntwo)"
            })
    void anAnswerThatIsNotAsItShouldBeCostsItsOwnMessageAlone(String items) throws Exception {
        Script script = (tag, command) ->
                fetch(1, 0, "one") + "* 2 FETCH (" + items + "\r\n" + fetch(3, 0, "six") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(1, 2, 3);

            List<Object> told = mailbox.next(3);
            assertThat(told)
                    .filteredOn(Arrived.class::isInstance)
                    .extracting(ScriptedMailbox::text)
                    .containsExactly("1 one", "3 six");
            assertThat(told)
                    .filteredOn(event -> !(event instanceof Arrived))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Unavailable.class, two -> assertThat(two.uid()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* x FETCH (UID 2 FLAGS () BODY[]<0> {3}\r\ntwo)",
                "* 2 FETCHED (UID 2 FLAGS () BODY[]<0> {3}\r\ntwo)",
                "* FETCH 2 (UID 2)",
                "* 2 FETCH",
                "* 2 FETCH (UID NIL)",
                "* NO Error in IMAP command FETCH: message file missing",
                "2 FETCH (UID 2)",
                "* 2 FETCH (UID 7 FLAGS () BODY[]<0> {3}\r\ntwo)",
                "\u00ff\u00fe what is this",
                "* \0\1\2 (((( {x} \""
            })
    void whatCannotBeReadIsNotTakenForNothing(String line) throws Exception {
        Script script =
                (tag, command) -> fetch(1, 0, "one") + line + "\r\n" + fetch(3, 0, "six") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(1, 2, 3);

            assertThat(mailbox.next(2)).extracting(ScriptedMailbox::text).containsExactly("1 one", "3 six");
            assertThat(mailbox.told.next())
                    .isInstanceOfSatisfying(
                            Unavailable.class, two -> assertThat(two.uid()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"* 5 EXISTS", "* 2 EXPUNGE", "* OK still here", "* FLAGS (\\Seen)", "* 9 FETCH (FLAGS ())"})
    void whatIsNewMeanwhileIsNoBrokenAnswer(String news) throws Exception {
        Script script = (tag, command) -> fetch(1, 0, "one") + news + "\r\n" + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(1, 2, 3);

            assertThat(text(mailbox.told.next())).isEqualTo("1 one");
            assertThat(mailbox.next(2)).containsExactly(new Missing(2), new Missing(3));
        }
    }

    @Test
    void looksAtManyMessagesInLinesThatAreNotLong() throws Exception {
        List<Long> uids = LongStream.rangeClosed(1, 300)
                .mapToObj(i -> 3_000_000_000L + 3 * i)
                .toList();
        Script script = (tag, command) -> ScriptedMailbox.uids(command).stream()
                        .map(uid -> "* 1 FETCH (FLAGS (" + (uid % 2 == 0 ? "\\Seen" : "") + ") UID " + uid + ")\r\n")
                        .collect(Collectors.joining())
                + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.mailbox().checkUnseen(uids, mailbox.told);

            Set<Long> unseen = new HashSet<>();
            while (unseen.size() < 150) {
                unseen.addAll(((Told.UnseenChecked) mailbox.told.next()).unseen());
            }
            assertThat(unseen).hasSize(150).allMatch(uid -> uid % 2 == 1);
            assertThat(mailbox.commands("UID FETCH")).hasSizeGreaterThan(1).allMatch(line -> line.length() < 990);
        }
    }

    /** Deep enough to overflow the stack of whoever reads lists within lists by calling himself. */
    @Test
    void listsWithinListsEndNothing() throws Exception {
        String deep = "* 1 FETCH (UID 1 BODYSTRUCTURE " + "(".repeat(100_000) + ")".repeat(100_000);
        Script script = (tag, command) ->
                deep + " FLAGS () BODY[]<0> {3}\r\none)\r\n" + fetch(2, 0, "two") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(1, 2);

            assertThat(mailbox.next(2)).extracting(ScriptedMailbox::text).containsExactly("1 one", "2 two");
        }
    }

    /** Nobody knows where the next response begins: what came before is told, and of the others only that the connection is of no use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{3}\r\ntwo and more)",
                "{3}\r\ntwo",
                "{3}\r\ntwo\r\nand more\r\n.\r\n)",
                "{30}\r\ntwo)",
                "{40}\r\ntwo)\r\n* 3 FETCH (UID 3 FLAGS () BODY[]<0> {3}\r\nsix)"
            })
    void aLiteralOfAnotherLengthThanAnnouncedEndsTheConnection(String literal) throws Exception {
        Script script = (tag, command) -> fetch(1, 0, "one") + "* 2 FETCH (UID 2 FLAGS () BODY[]<0> " + literal + "\r\n"
                + fetch(3, 0, "six") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(1, 2, 3);

            assertThat(text(mailbox.told.next())).isEqualTo("1 one");
            assertThat(mailbox.told.next())
                    .isInstanceOfSatisfying(
                            Lost.class,
                            lost -> assertThat(lost.cause().failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR));
        }
    }

    @Test
    void anAnswerWithoutAUidIsForTheOneMessageThatIsAwaited() throws Exception {
        Script script = (tag, command) -> "* 7 FETCH (BODY[]<0> {3}\r\none)\r\n" + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThat(text(mailbox.fetchOne(1, 3))).isEqualTo("1 one");
        }
    }

    @Test
    void severalAnswersForOneMessageAreOne() throws Exception {
        Script script = (tag, command) -> "* 1 FETCH (UID 1)\r\n* 1 FETCH (FLAGS ())\r\n" + fetch(1, 0, "one")
                + fetch(1, 0, "two") + fetch(2, 0, "two") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(1, 2);

            assertThat(mailbox.next(2)).extracting(ScriptedMailbox::text).containsExactly("1 one", "2 two");
        }
    }

    @Test
    void theEndOfAnEarlierCommandSaysNothingOfOneThatIsAskedForAnew() throws Exception {
        List<String> tags = new CopyOnWriteArrayList<>();
        Script script = (tag, command) -> {
            tags.add(tag);
            return switch (tags.size()) {
                case 1 -> fetch(1, 0, "one");
                case 2 -> tags.get(0) + " OK done\r\n" + fetch(1, 0, "two") + tag + " OK done\r\n";
                default -> fetch(2, 0, "six") + tag + " OK done\r\n";
            };
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThat(text(mailbox.fetchOne(1, 3))).isEqualTo("1 one");
            assertThat(text(mailbox.fetchOne(1, 3))).isEqualTo("1 two");
            assertThat(text(mailbox.fetchOne(2, 3))).isEqualTo("2 six");
            assertThat(mailbox.commands("UID FETCH"))
                    .extracting(command -> command.split(" ")[2])
                    .containsExactly("1", "1", "2");
        }
    }

    @Test
    void whatTheServerHasNothingOfIsMissing() throws Exception {
        try (ScriptedMailbox mailbox =
                ScriptedMailbox.open((tag, command) -> fetch(1, 0, "one") + tag + " OK done\r\n")) {
            mailbox.fetch(1, 2);

            assertThat(text(mailbox.told.next())).isEqualTo("1 one");
            assertThat(mailbox.told.next()).isEqualTo(new Missing(2));
        }
    }

    /** With a message that the server can't hand over goes the whole set, or what comes behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* NO that one is broken\r\n",
                "what\r\n",
                "* 4 FETCH ()\r\n",
                "* 4 FETCH (UID 4 FLAGS ())\r\n"
            })
    void whatIsLeftOutOfASetIsAskedForAgainInHalves(String instead) throws Exception {
        for (boolean isAllLeftOut : new boolean[] {true, false}) {
            Script script = (tag, command) -> {
                List<Long> uids = ScriptedMailbox.uids(command);
                return uids.stream()
                                .filter(uid -> !uids.contains(4L) || !isAllLeftOut && uid < 4)
                                .map(uid -> fetch(uid, 0, "no" + uid))
                                .collect(Collectors.joining())
                        + (uids.contains(4L) ? instead : "") + tag + " OK done\r\n";
            };

            try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
                mailbox.fetch(1, 2, 3, 4, 5, 6, 7, 8);

                List<Object> told = mailbox.next(8);
                assertThat(told)
                        .filteredOn(Arrived.class::isInstance)
                        .extracting(ScriptedMailbox::text)
                        .containsExactlyInAnyOrder("1 no1", "2 no2", "3 no3", "5 no5", "6 no6", "7 no7", "8 no8");
                Object four = told.stream()
                        .filter(event -> !(event instanceof Arrived))
                        .findFirst()
                        .orElseThrow();
                assertThat(four).isInstanceOf(instead.isEmpty() ? Missing.class : Unavailable.class);
                assertThat(mailbox.commands("UID FETCH")).hasSizeLessThan(9);
            }
        }
    }

    @Test
    void aServerThatHasNothingOfManyIsNotAskedForEachOfThem() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open((tag, command) -> tag + " OK done\r\n")) {
            mailbox.fetch(LongStream.rangeClosed(1, 500).toArray());

            assertThat(mailbox.next(500)).allMatch(Missing.class::isInstance);
            assertThat(mailbox.commands("UID FETCH")).hasSizeLessThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 1 BODY[]<0> {3}\r\none FLAGS (\\Answered \\seen))",
                "* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 1 FETCH (UID 1 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 1 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (FLAGS (\\Seen) UID 1)\r\n* 1 FETCH (FLAGS () UID 1 BODY[]<0> {3}\r\none)"
            })
    void aMessageThatTheServerMarksByItselfArrivesAndThatIsSaid(String answer) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open((tag, command) -> answer + "\r\n" + tag + " OK done\r\n")) {
            assertThat(mailbox.fetchOne(1, 3)).isInstanceOfSatisfying(Arrived.class, one -> {
                assertThat(text(one)).isEqualTo("1 one");
                assertThat(one.seen()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Spam", "\\Snoozed \\S", "\\Seenish", "$Seen Seen \\Flagged", ""})
    void otherFlagsAreNotTakenForSeen(String flags) throws Exception {
        Script script = (tag, command) ->
                fetch(1, 0, "one").replace("FLAGS ()", "FLAGS (" + flags + ")") + tag + " OK done\r\n";

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            assertThat(mailbox.fetchOne(1, 3))
                    .isInstanceOfSatisfying(
                            Arrived.class, one -> assertThat(one.seen()).isFalse());
            mailbox.mailbox().checkUnseen(List.of(1L), mailbox.told);
            assertThat(mailbox.told.next()).isEqualTo(new Told.UnseenChecked(Set.of(1L)));
        }
    }

    @Test
    void whatExchangePutsInThePlaceOfAMessageIsNotTheMessage() throws Exception {
        String standIn = "From: Microsoft Exchange Server 2010\r\nTo: a@example.com\r\n"
                + "Subject: Retrieval using the IMAP4 protocol failed for the following\r\n message: 1\r\n\r\n"
                + "The server couldn't retrieve the following message:\r\n";
        Script script = (tag, command) -> {
            String octets = standIn.substring(Math.min(standIn.length(), ScriptedMailbox.origin(command)));
            return fetch(1, ScriptedMailbox.origin(command), octets) + tag + " OK done\r\n";
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            for (int announced : new int[] {standIn.length(), 80_000}) {
                assertThat(mailbox.fetchOne(1, announced)).isInstanceOfSatisfying(Unavailable.class, refused -> {
                    assertThat(refused.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
                    assertThat(refused.failure().detail()).contains("Exchange", "Outlook", "op skip");
                });
            }
        }
    }
}
