package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.testing.TestMail;
import dev.imappoller.webhook.OddApp.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message gets its own answer and no other's, however oddly a web app or a proxy answers. */
class OddAnswersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String FAILED = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

    private final Posts posts = new Posts();

    @AfterEach
    void close() {
        posts.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n",
                "HTTP/1.1 199 Whatever\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 102\n\n",
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Go\r\n\r\n"
            })
    void passesOverInterimAnswers(String interim) {
        try (OddApp app = OddApp.http(line -> {
            line.request();
            line.say(interim).say(FAILED).untilClosed();
        })) {
            assertThat(status(posts.post(app.url()))).isEqualTo(500);
        }
        AtomicInteger requests = new AtomicInteger();
        try (OddApp app = OddApp.http(line -> {
            while (true) {
                line.request();
                line.say(interim + (requests.incrementAndGet() % 3 == 0 ? FAILED : OK));
            }
        })) {
            for (int i = 0; i < 4; i++) {
                assertThat(status(posts.post(app.url()))).isEqualTo(200);
                assertThat(status(posts.post(app.url()))).isEqualTo(200);
                assertThat(status(posts.post(app.url()))).isEqualTo(500);
            }
            assertThat(app.connections()).isLessThan(12);
        }
    }

    @Test
    void waitsForTheAnswerBehindAnInterimOne() {
        try (OddApp app = OddApp.http(line -> {
            line.request();
            line.say("HTTP/1.1 102 Processing\r\n\r\n").stall();
        })) {
            assertThat(cause(posts.post(app.url(), TestMail.message("one"), Duration.ofMillis(400))))
                    .isEqualTo(Cause.TIMED_OUT);
        }
    }

    @Test
    void waitsForTheAnswerBehindAnotherProtocolThatNobodyAskedFor() {
        try (OddApp app = OddApp.http(
                answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + OK),
                answering(FAILED),
                answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0\r\n\r\n"))) {
            assertThat(status(posts.post(app.url()))).isEqualTo(200);
            assertThat(status(posts.post(app.url()))).isEqualTo(500);
            assertThat(cause(posts.post(app.url()))).isEqualTo(Cause.NOT_HTTP);
        }
    }

    /** What comes behind an answer is nobody's: the next message is answered on a connection of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n" + OK,
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno" + OK,
                OK + OK,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + OK,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 204 None\r\n\r\n" + OK,
                "HTTP/1.1 204 None\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 304 Same\r\n\r\nHTTP/1.1 2",
                OK + "ok",
                OK + "H",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nno" + OK,
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nuntil the end",
            })
    void leavesNothingToTheNextMessage(String answer) {
        int first = Integer.parseInt(answer.substring(9, 12));
        try (OddApp app = OddApp.http(answering(answer), answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(status(posts.post(app.url()))).isEqualTo(first);
            assertThat(status(posts.post(app.url()))).isEqualTo(503);
            assertThat(app.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OK, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n", "\0", "H"})
    void doesNotTakeWhatCameWhileNothingWasAsked(String unasked) throws InterruptedException {
        CountDownLatch said = new CountDownLatch(1);
        try (OddApp app = OddApp.http(
                line -> {
                    line.request();
                    line.say(OK).say(unasked);
                    said.countDown();
                    line.untilClosed();
                },
                answering(FAILED))) {
            assertThat(status(posts.post(app.url()))).isEqualTo(200);
            said.await();
            assertThat(status(posts.post(app.url()))).isEqualTo(500);
        }
    }

    @Test
    void readsAnotherAnswerOnAKeptConnectionOnlyBehindARequest() {
        AtomicInteger requests = new AtomicInteger();
        try (OddApp app = OddApp.http(line -> {
            while (true) {
                line.request();
                line.say(
                        requests.getAndIncrement() % 2 == 0
                                ? OK
                                : "HTTP/1.1 201 Made\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\nA: b\r\n\r\n");
            }
        })) {
            for (int i = 0; i < 50; i++) {
                assertThat(status(posts.post(app.url()))).isEqualTo(i % 2 == 0 ? 200 : 201);
            }
            assertThat(app.connections()).isLessThan(50);
        }
    }

    @Test
    void repeatsARequestThatMetATimeOutOfItsConnection() {
        String timeOut = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        OddApp.Script kept = line -> {
            line.request();
            line.say(OK);
            line.request();
            line.say(timeOut);
        };
        try (OddApp app = OddApp.http(kept, answering(FAILED))) {
            assertThat(status(posts.post(app.url()))).isEqualTo(200);
            assertThat(status(posts.post(app.url()))).isEqualTo(500);
            assertThat(app.connections()).isEqualTo(2);
        }
        try (OddApp app = OddApp.http(kept, answering(timeOut))) {
            assertThat(status(posts.post(app.url()))).isEqualTo(200);
            assertThat(status(posts.post(app.url()))).isEqualTo(408);
            assertThat(status(posts.post(app.url()))).isEqualTo(408);
            assertThat(app.connections()).isEqualTo(3);
        }
    }

    /** TLS may end in one direction alone: what is sent then is read, and never answered. */
    @Test
    void sendsNothingWhereTlsHasEnded() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (OddApp app = OddApp.https(
                line -> {
                    line.request();
                    line.say(OK).halfClose();
                    ended.countDown();
                    line.untilClosed();
                },
                answering(FAILED))) {
            assertThat(status(posts.post(app.url()))).isEqualTo(200);
            ended.await();
            assertThat(status(posts.post(app.url()))).isEqualTo(500);
        }
    }

    @Test
    void saysThatAServerSpeaksFirst() {
        try (OddApp app =
                OddApp.http(line -> line.say("220 mail.example.com ESMTP\r\n").untilClosed())) {
            assertThat(cause(posts.post(app.url()))).isIn(Cause.NOT_HTTP, Cause.CONNECTION_LOST, Cause.NOT_CONNECTED);
        }
    }

    /** Browsers read all of these as what they say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok",
                "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-Folded: a\r\n\tb\r\n c\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nno field\r\n: empty\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1  200  OK\r\nContent-Length: 2\r\n\r\nok",
                "http/1.1 200 ok\r\ncontent-length: 2\r\n\r\nok",
                "HTTP/1.1 200 \u00c3\u00bcber\u00ff\r\nX: \u00ff\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/2 200 \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;a=b\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nbroken off",
            })
    void reads2xxAsBrowsersDo(String answer) {
        try (OddApp app = OddApp.http(line -> {
            line.request();
            line.say(answer);
        })) {
            assertThat(status(posts.post(app.url()))).isEqualTo(200);
        }
    }

    @Test
    void readsLongHeadersButNotEndlessOnes() {
        String lines = ("X-Long: " + "x".repeat(1000) + "\r\n").repeat(100);
        String reason = "r".repeat(8 * 1024);
        assertThat(status(answered("HTTP/1.1 200 " + reason + "\r\n" + lines + "Content-Length: 0\r\n\r\n")))
                .isEqualTo(200);
        assertThat(status(
                        answered("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100 * 1024) + "\r\nContent-Length: 0\r\n\r\n")))
                .isEqualTo(200);

        assertThat(cause(answered("HTTP/1.1 200 OK\r\n" + lines.repeat(3)))).isEqualTo(Cause.NOT_HTTP);
        assertThat(cause(answered("HTTP/1.1 102 Processing\r\n\r\n".repeat(20_000) + OK)))
                .isEqualTo(Cause.NOT_HTTP);
        assertThat(cause(answered("\r\n".repeat(200_000) + OK))).isEqualTo(Cause.NOT_HTTP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 000 OK\r\n\r\n",
                "ok\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "{\"status\":200}\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n"
            })
    void countsNothingThatIsNoHttp(String answer) {
        assertThat(cause(answered(answer))).isEqualTo(Cause.NOT_HTTP);
    }

    /** Where it is read in pieces, the answer is the same. */
    @Test
    void readsAnswersOctetByOctet() {
        String answer = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 207 Multi\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "a\r\n0123456789\r\n0\r\nT: x\r\n\r\n";
        try (OddApp app = OddApp.http(line -> {
            for (int i = 0; i < 2; i++) {
                line.request();
                for (char octet : answer.toCharArray()) {
                    line.say(String.valueOf(octet));
                    Thread.sleep(1);
                }
            }
            line.untilClosed();
        })) {
            assertThat(status(posts.post(app.url()))).isEqualTo(207);
            assertThat(status(posts.post(app.url()))).isEqualTo(207);
        }
    }

    private Answer answered(String answer) {
        try (OddApp app = OddApp.http(line -> {
            line.request();
            line.say(answer).untilClosed();
        })) {
            return posts.post(app.url());
        }
    }

    /** Answers each request on a connection so, and leaves it open. */
    private static OddApp.Script answering(String answer) {
        return (Line line) -> {
            line.request();
            line.say(answer);
            try {
                line.request();
                line.say(OK);
            } catch (IOException e) {
                return; // As it should be, after some.
            }
            line.untilClosed();
        };
    }

    private static int status(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Http.class);
        return ((Answer.Http) answer).status();
    }

    private static Cause cause(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.None.class);
        return ((Answer.None) answer).cause();
    }
}
