package dev.imappoller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.http.AnswerReader.Sink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerReaderTest {
    /** Ends where what follows it begins, and is the same in whichever pieces it comes. */
    static Stream<String> answers() {
        return Stream.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 304 Same\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 103 Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 500 No\nContent-Length: 1\n\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA \r\n0123456789\r\n000\r\nT: u\r\n\r\n",
                "HTTP/1.1 200 OK\r\nLocation:\r\n  /there\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsOneAnswerAndNotBeyondItsEnd(String answer) throws NotHttpException {
        Read whole = new Read();
        String behind = "HTTP/1.1 200 OK\r\n";

        assertThat(whole.reader.read(octets(answer + behind))).isEqualTo(answer.length());
        assertThat(whole.ends).isEqualTo(1);
        assertThat(whole.reader.read(octets(behind))).isZero();

        Random random = new Random(answer.hashCode());
        for (int i = 0; i < 200; i++) {
            Read inPieces = new Read();
            byte[] octets = octets(answer);
            for (int at = 0; at < octets.length; ) {
                int next = Math.min(octets.length, at + 1 + random.nextInt(i / 10 + 1));
                assertThat(inPieces.ends).isZero();
                assertThat(inPieces.reader.read(Arrays.copyOfRange(octets, at, next)))
                        .isEqualTo(next - at);
                at = next;
            }
            assertThat(inPieces.ends).isEqualTo(1);
            assertThat(inPieces.head).isEqualTo(whole.head);
            assertThat(inPieces.body.toString()).isEqualTo(whole.body.toString());
        }
    }

    @Test
    void findsTheEndOfWhatGoesOnUntilTheConnectionEnds() throws NotHttpException {
        Read read = new Read();
        read.reader.read(octets("HTTP/1.1 200 OK\r\n\r\nall of it\r\n0\r\n\r\n"));
        assertThat(read.ends).isZero();

        read.reader.closed();

        assertThat(read.ends).isEqualTo(1);
        assertThat(read.body).hasToString("all of it\r\n0\r\n\r\n");
    }

    @Test
    void findsNoEndWhereTheConnectionEndsTooSoon() throws NotHttpException {
        for (String part : List.of("HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nno")) {
            Read read = new Read();
            read.reader.read(octets(part));
            read.reader.closed();
            assertThat(read.ends).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 0|true",
                "HTTP/1.1 200 OK~Content-Length: 0~Connection: close|false",
                "HTTP/1.1 200 OK~Content-Length: 0~Connection: TE, CLOSE|false",
                "HTTP/1.1 200 OK~Content-Length: 0~Connection: a~Connection: close|false",
                "HTTP/1.1 200 OK~Content-Length: 0~Connection: close-not|true",
                "HTTP/1.0 200 OK~Content-Length: 0|false",
                "HTTP/1.0 200 OK~Content-Length: 0~Connection: keep-alive|true",
                "HTTP/1.1 200 OK~Content-Length: 0~Transfer-Encoding: chunked|false",
                "HTTP/1.0 200 OK~Connection: keep-alive~Transfer-Encoding: chunked|false",
                "HTTP/1.1 200 OK~Content-Length: 0~Keep-Alive: timeout=0|false",
                "HTTP/1.1 200 OK~Content-Length: 0~Keep-Alive: max=3, timeout=1|false",
                "HTTP/1.1 200 OK~Content-Length: 0~Keep-Alive: timeout=60|true",
                "HTTP/1.1 200 OK|false",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked, gzip|false",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked|true",
                "HTTP/1.1 200 OK~Transfer-Encoding: identity~Content-Length: 0|false",
                "HTTP/1.1 204 None|true"
            })
    void tellsWhetherTheConnectionMayBeUsedAgain(String header, boolean keepAlive) throws NotHttpException {
        assertThat(head(header).keepAlive()).isEqualTo(keepAlive);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Location: /a|/a",
                "lOCATION :  /a |/a",
                "Location: /ü|/ü",
                "Location: /a~Location: /a|/a",
                "Location: /a~Location: /b|",
                "Content-Location: /a|"
            })
    void readsWhereToGo(String fields, String location) throws NotHttpException {
        assertThat(head("HTTP/1.1 307 There~" + fields).location()).isEqualTo(Optional.ofNullable(location));
    }

    @Test
    void readsFieldsInLatin1WhereTheyAreNoUtf8() throws NotHttpException {
        Read read = new Read();
        read.reader.read("HTTP/1.1 307 There\r\nLocation: /\u00fc\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(read.head.orElseThrow().location()).contains("/\u00fc");
    }

    @Test
    void takesNoMoreThanItsLimits() {
        for (String endless : List.of(
                "HTTP/1.1 200 ",
                "HTTP/1.1 200 OK\r\nA",
                "HTTP/1.1 200 OK\r\nLocation: a\r\n ",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: ")) {
            Read read = new Read();
            byte[] more = octets("x".repeat(4096));
            assertThatThrownBy(() -> {
                        read.reader.read(octets(endless));
                        for (int i = 0; i <= AnswerReader.MOST_HEADER / more.length; i++) {
                            read.reader.read(more);
                        }
                    })
                    .as(endless)
                    .isInstanceOf(NotHttpException.class);
        }
    }

    /** Whatever it is, it is read to an end or refused, and the verdict comes from one header at the most. */
    @Test
    void readsGarbageToo() {
        Random random = new Random(13);
        String[] words = {
            "HTTP/1.1 ",
            "200",
            "102",
            "101",
            " OK",
            "\r\n",
            "\n",
            "\r\n\r\n",
            "Content-Length: ",
            "3",
            "-1",
            "99999999999999999999",
            "Transfer-Encoding: ",
            "chunked",
            ",",
            "Location: ",
            ":",
            " ",
            "\t",
            "0\r\n\r\n",
            "fff",
            ";",
            "\0",
            "\u00ff",
            "x"
        };
        for (int i = 0; i < 50_000; i++) {
            Read read = new Read();
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "HTTP/1.1 200 OK\r\n" : "");
            for (int word = random.nextInt(30); word > 0; word--) {
                text.append(words[random.nextInt(words.length)]);
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            try {
                int taken = read.reader.read(octets);
                assertThat(taken == octets.length || read.reader.hasEnded()).isTrue();
                read.reader.closed();
            } catch (NotHttpException e) {
                assertThat(e.getMessage()).startsWith("answered");
            }
            assertThat(read.heads).isLessThanOrEqualTo(1);
            assertThat(read.ends).isLessThanOrEqualTo(read.heads);
        }
    }

    private static AnswerHead head(String header) throws NotHttpException {
        Read read = new Read();
        read.reader.read(octets(header.replace("~", "\r\n") + "\r\n\r\n"));
        return read.head.orElseThrow();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Read implements Sink {
        private final AnswerReader reader = new AnswerReader(this);
        private final StringBuilder body = new StringBuilder();
        private Optional<AnswerHead> head = Optional.empty();
        private int heads;
        private int ends;

        @Override
        public void head(AnswerHead read) {
            head = Optional.of(read);
            heads++;
        }

        @Override
        public void body(byte[] octets, int from, int length) {
            body.append(new String(octets, from, length, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void end() {
            ends++;
        }
    }
}
