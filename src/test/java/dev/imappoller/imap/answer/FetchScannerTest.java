package dev.imappoller.imap.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.answer.FetchAnswer.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ByteArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server writes into a FETCH: what can be read is read, and nothing is taken for what it isn't. */
class FetchScannerTest {
    private static final String MESSAGE = "{3}\r\none";

    @Test
    void readsWhatIsAskedFor() {
        FetchScanner read = read("* 7 FETCH (UID 9 FLAGS (\\Answered \\Seen) RFC822.SIZE 3"
                + " INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" BODY[]<0> " + MESSAGE + ")");

        assertThat(read.number()).isEqualTo(7);
        assertThat(read.uid()).hasValue(9);
        assertThat(read.seen()).contains(true);
        assertThat(read.size()).hasValue(3);
        assertThat(read.date()).contains("17-Jul-1996 02:44:25 -0700");
        assertThat(pieces(read)).isEqualTo("0=one");
        assertThat(read.isSound()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* SEARCH 1 2 3",
                "* 7 EXISTS",
                "* OK FETCH (UID 1)",
                "* 7 FETCHED (UID 1)",
                "A1 FETCH (UID 1)",
                "+ FETCH",
                "* FETCH (UID 1)",
                "*",
                "* 7",
                ""
            })
    void leavesOtherResponsesAlone(String line) {
        assertThat(FetchScanner.read(octets(line), octets(line).length)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "(\\Seen), true",
                "(\\seen $Forwarded), true",
                "(), false",
                "(\\Spam), false",
                "(\\Snoozed), false",
                "(\\S), false",
                "(\\SeenByMe), false",
                "(Seen), false",
                "($Seen NotSeen), false",
                "NIL, false"
            })
    void takesForSeenNothingButThatFlag(String flags, boolean seen) {
        FetchScanner read = read("* 1 FETCH (FLAGS " + flags + " UID 1)");

        assertThat(read.seen()).contains(seen);
        assertThat(read.uid()).hasValue(1);
        assertThat(read.isSound()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "(\\Seen \\Deleted), true",
                "(\\DELETED), true",
                "\\Deleted, true",
                "(\\Seen), false",
                "(\\DeletedByMe Deleted $\\Deleted), false",
                "() BODY[] {11}~(\\Deleted)~, false"
            })
    void takesForDeletedNothingButThatFlag(String flags, boolean deleted) {
        assertThat(read("* 1 FETCH (UID 1 FLAGS " + flags.replace("~", "\r\n") + ")")
                        .deleted())
                .isEqualTo(deleted);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "BODY[]<0> {3}~one, 0=one",
                "BODY[] {3}~one, none=one",
                "BODY.PEEK[]<0> {3}~one, 0=one",
                "body[]<0> {3}~one, 0=one",
                "BODY[]<1024.3> {3}~one, 1024=one",
                "RFC822 {3}~one, none=one",
                "BODY[]<0> \"one\", 0=one",
                "BODY[]<0> \"a\\\"b\\\\c\", 0=a\"b\\c",
                "BODY[]<0> {0}~, 0=",
                "BODY[]<0> \"\", 0=",
                "BODY[]<0> NIL, 0=NIL",
                "BODY[] nil, none=NIL",
                "BODY[]<0> ~{3}~one, 0=one",
                "BODY[]<0> {3}~one BODY[]<3> {3}~two, `0=one,3=two`",
                "BODY[TEXT] {3}~one, ``",
                "BODY[HEADER.FIELDS (\"X]Y\")] {3}~one, ``",
                "RFC822.HEADER {3}~one, ``",
                "BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 3 1), ``",
                "ENVELOPE (NIL \"BODY[] UID 5\" ((NIL NIL {3}~UID \"x\"))), ``"
            })
    void findsTheMessageByWhateverNameItHas(String item, String expected) {
        FetchScanner read = read("* 1 FETCH (UID 4 X-NEW 17 Y (a (b) \"c)\") Z \"UID 6\" "
                + item.replace("~", "\r\n").replace("\r\n{", "~{") + " MODSEQ (5))");

        assertThat(read.uid()).hasValue(4);
        assertThat(pieces(read)).isEqualTo(expected);
        assertThat(read.isSound()).as("sound").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (UID 4 NONSENSE[[[",
                "* 1 FETCH (UID 4",
                "* 1 FETCH UID 4",
                "* 1 FETCH (UID 4))",
                "* 1 FETCH (UID 4) trailing",
                "* 1 FETCH (UID 4 FLAGS (\\Flagged",
                "* 1 FETCH (UID 4 FLAGS (\\Flagged BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 4 ENVELOPE (a (b) BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 4 BODY[]<0> {3}\r\none))",
                "* 1 FETCH (UID 4 BODY[]<0> one)",
                "* 1 FETCH (UID 4 BODY[]<0> \"one)",
                "* 1 FETCH (UID 4 BODY[<0> \"one\")",
                "* 1 FETCH (UID 4 BODY[]<x> \"one\")",
                "* 1 FETCH (UID 4 17 BODY[]<0> \"one\")",
                "* 1 FETCH (\"UID\" 5 UID 4 BODY[]<0> \"one\")",
                "* 1 FETCH ((UID 4 BODY[]<0> \"one\")",
                "* 1 FETCH (UID 4 UID NIL BODY[]<0> \"one\")"
            })
    void knowsWhomAnAnswerIsAboutThatIsNotAsItShouldBe(String line) {
        FetchScanner read = read(line);

        assertThat(read.uid()).hasValue(4);
        assertThat(read.isSound()).as("sound").isFalse();
        assertThat(read.isInStep()).as("in step").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 4 UID 5 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 0 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 4294967296 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID 99999999999999999999999 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID -1 BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID NIL BODY[]<0> {3}\r\none)",
                "* 1 FETCH (UID (4) BODY[]<0> {3}\r\none)"
            })
    void namesNoMessageWhereNoneIsNamed(String line) {
        assertThat(read(line).uid()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (UID 4 BODY[]<0> {3}\r\none and more of the same line",
                "* 1 FETCH (UID 4 BODY[]<0> {3}\r\none",
                "* 1 FETCH (UID 4 BODY[]<0> {3}\r\none and a smile ;-)",
                "* 1 FETCH (UID 4 BODY[]<0> {38}\r\none)\r\n* 2 FETCH (UID 5 BODY[]<0> {3}\r\ntwo)",
                "* 1 FETCH (UID 4 BODY[]<0> {3+}",
                "* 1 FETCH (UID 4 BODY[]<0> {99999999999999999999}",
                "* 1 FETCH (UID 4 BODY[]<0> {-3}"
            })
    void noticesLiteralsThatAreLongerOrShorterThanAnnounced(String line) {
        FetchScanner read = read(line);

        assertThat(read.isInStep()).as("in step").isFalse();
        assertThat(read.isSound()).as("sound").isFalse();
    }

    /** Octets of what matters in any order: nothing is thrown, and it ends. */
    @Test
    void readsAnythingWithoutFailing() {
        String[] words = {
            "(",
            ")",
            "[",
            "]",
            "<",
            ">",
            "{",
            "}",
            "\"",
            "\\",
            " ",
            "\t",
            "\r\n",
            "~",
            "0",
            "3",
            "4294967295",
            "UID",
            "FLAGS",
            "BODY[]",
            "BODY",
            "RFC822",
            "RFC822.SIZE",
            "INTERNALDATE",
            "NIL",
            "\\Seen",
            "\0",
            "\u00ff",
            "one",
            "{3}\r\none",
            "<0>"
        };
        Random random = new Random(13);
        for (int i = 0; i < 200_000; i++) {
            String line = "* 1 FETCH "
                    + random.ints(random.nextInt(16), 0, words.length)
                            .mapToObj(word -> words[word])
                            .collect(Collectors.joining());
            FetchScanner read = read(line);
            if (read.isSound()) {
                assertThat(read.isInStep()).as(line).isTrue();
            }
        }
    }

    private static FetchScanner read(String line) {
        return FetchScanner.read(octets(line), octets(line).length).orElseThrow();
    }

    private static byte[] octets(String line) {
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String pieces(FetchScanner read) {
        return read.pieces().stream().map(FetchScannerTest::written).collect(Collectors.joining(","));
    }

    private static String written(Piece piece) {
        OptionalLong origin = piece.origin();
        Optional<ByteArray> octets = piece.octets();
        return (origin.isPresent() ? origin.getAsLong() : "none") + "="
                + octets.map(o -> new String(o.getBytes(), o.getStart(), o.getCount(), StandardCharsets.ISO_8859_1))
                        .orElse("NIL");
    }
}
