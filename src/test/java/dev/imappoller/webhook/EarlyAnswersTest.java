package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.webhook.OddApp.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come when a message of 5 MB is sent to its twentieth part. */
class EarlyAnswersTest {
    private static final int EARLY = 256 * 1024;
    private static final byte[] MESSAGE = Posts.message(5_000_000);
    private static final byte[] KEPT_IN_MEMORY = Posts.message(1_000_000);

    private final Posts posts = new Posts();

    @AfterEach
    void close() {
        posts.close();
    }

    /** What a web app does after it has answered early. */
    private enum Then {
        RESETS,
        CLOSES,
        CLOSES_ONE_WAY,
        READS_ON,
        READS_NO_MORE;

        void play(Line line) throws IOException, InterruptedException {
            switch (this) {
                case RESETS -> line.reset();
                case CLOSES -> {}
                case CLOSES_ONE_WAY -> {
                    line.halfClose();
                    line.untilClosed();
                }
                case READS_ON -> line.untilClosed();
                case READS_NO_MORE -> line.stall();
            }
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(413, 401, 500, 303)
                .flatMap(status -> Stream.of(Then.values())
                        .flatMap(then ->
                                Stream.of(Arguments.of(status, then, false), Arguments.of(status, then, true))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void anEarlyRefusalCounts(int status, Then then, boolean tls) {
        try (OddApp app = app(tls, "HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno", then)) {
            assertThat(posts.post(app.url(), MESSAGE, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            Answer.Http.class, http -> assertThat(http.status()).isEqualTo(status));
        }
    }

    static Stream<Arguments> successes() {
        return Stream.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                        "HTTP/1.1 204 None\r\n\r\n",
                        "HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
                .flatMap(answer -> Stream.of(Then.values())
                        .flatMap(then ->
                                Stream.of(Arguments.of(answer, then, false), Arguments.of(answer, then, true))));
    }

    @ParameterizedTest
    @MethodSource("successes")
    void anEarlySuccessIsNoVerdict(String answer, Then then, boolean tls) {
        try (OddApp app = app(tls, answer, then)) {
            assertThat(posts.post(app.url(), MESSAGE, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(Answer.None.class, none -> {
                        assertThat(none.cause()).isIn(Cause.ANSWERED_EARLY, Cause.CONNECTION_LOST);
                        if (then == Then.READS_ON) {
                            assertThat(none.detail())
                                    .contains("answered HTTP " + answer.substring(9, 12) + " before")
                                    .contains("read the whole request");
                        }
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSuccessThatWasBegunEarlyAndEndsInTimeCounts(boolean tls) {
        OddApp.Script echo = line -> {
            int length = length(line.header());
            line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "2000\r\n" + "e".repeat(0x2000) + "\r\n";
            for (int read = 0; read < length; read += Math.min(0x2000, length - read)) {
                line.octets(Math.min(0x2000, length - read));
                line.say(chunk);
            }
            line.say("0\r\n\r\n");
            line.untilClosed();
        };
        try (OddApp app = tls ? OddApp.https(echo) : OddApp.http(echo)) {
            assertThat(posts.post(app.url(), MESSAGE, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            Answer.Http.class, http -> assertThat(http.status()).isEqualTo(200));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMessageThatIsKeptInMemoryIsNoExceptionEither(boolean tls) {
        try (OddApp app = app(tls, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Then.READS_NO_MORE)) {
            assertThat(posts.post(app.url(), KEPT_IN_MEMORY, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            Answer.None.class, none -> assertThat(none.cause()).isEqualTo(Cause.ANSWERED_EARLY));
        }
        try (OddApp app = app(tls, "HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n", Then.RESETS)) {
            assertThat(posts.post(app.url(), KEPT_IN_MEMORY, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            Answer.Http.class, http -> assertThat(http.status()).isEqualTo(413));
        }
    }

    /** Whatever still comes on a kept one, it is not taken for an answer to a message that takes its time to be sent. */
    @Test
    void aLargeMessageGetsAConnectionOfItsOwn() {
        OddApp.Script kept = line -> {
            line.request();
            line.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            line.header();
            line.say("HTTP/1.1 404 Late\r\nContent-Length: 0\r\n\r\n").untilClosed();
        };
        OddApp.Script second = line -> {
            line.request();
            line.say("HTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n").untilClosed();
        };
        try (OddApp app = OddApp.http(kept, second)) {
            assertThat(posts.post(app.url())).isInstanceOf(Answer.Http.class);
            assertThat(posts.post(app.url(), MESSAGE, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            Answer.Http.class, http -> assertThat(http.status()).isEqualTo(201));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEarlyRedirectIsFollowed(boolean tls) {
        OddApp.Script second = line -> {
            line.request();
            line.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").untilClosed();
        };
        OddApp.Script first = early("HTTP/1.1 307 There\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", Then.RESETS);
        try (OddApp app = tls ? OddApp.https(first, second) : OddApp.http(first, second)) {
            assertThat(posts.post(app.url(), MESSAGE, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            Answer.Http.class, http -> assertThat(http.status()).isEqualTo(200));
        }
    }

    private static OddApp app(boolean tls, String answer, Then then) {
        return tls ? OddApp.https(early(answer, then)) : OddApp.http(early(answer, then));
    }

    private static OddApp.Script early(String answer, Then then) {
        return line -> {
            line.header();
            line.octets(EARLY);
            line.say(answer);
            then.play(line);
        };
    }

    private static int length(String header) {
        int at = header.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ") + "content-length: ".length();
        return Integer.parseInt(header.substring(at, header.indexOf("\r\n", at)));
    }
}
