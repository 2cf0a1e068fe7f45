package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the wire: where a redirect leads, and what stands in the requests there. */
class RedirectsTest {
    private final Posts posts = new Posts();
    private final Receiver receiver = Receiver.http();

    @AfterEach
    void close() {
        posts.close();
        receiver.close();
    }

    /** In {@code location} each character is an octet. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "?token=1 /in/a token=1",
                "?t=\u00c3\u00bc&u=a|b /in/a t=%C3%BC&u=a|b",
                "\u00c3\u00bc /in/%C3%BC ''",
                "\u00fc /in/%C3%BC ''",
                "../b|c /b|c ''",
                "./ /in/ ''",
                "/%c3%bc/100% /%c3%bc/100% ''",
                "\\d\\e /d/e ''",
                "/d#?e /d ''",
            })
    void leadToWhereBrowsersGo(String location, String path, String query) {
        receiver.on(
                "/in/a",
                request -> request.query().equals("first") ? Answers.redirect(307, location) : Answers.status(202));
        receiver.otherwise(Answers.status(202));

        assertThat(status(posts.post(receiver.uri("/in/a?first").toString()))).isEqualTo(202);

        Request last = receiver.requests().get(1);
        assertThat(last.path()).isEqualTo(path);
        assertThat(last.query()).isEqualTo(query);
        assertThat(last.body()).isEqualTo(receiver.requests().get(0).body());
    }

    @Test
    void leadThroughSpaces() {
        receiver.on("/in", Answers.redirect(307, "  /a b?c d  "));

        assertThat(status(posts.post(receiver.uri("/in").toString()))).isEqualTo(200);

        assertThat(receiver.requests().get(1).path()).isEqualTo("/a%20b");
        assertThat(receiver.requests().get(1).query()).isEqualTo("c%20d");
    }

    @Test
    void leadNowhereWhereTwoPlacesAreNamed() {
        receiver.on("/in", Answers.response(307, "", "Location: /a", "Location: /b"));

        assertThat(posts.post(receiver.uri("/in").toString()))
                .isInstanceOfSatisfying(
                        Answer.Http.class, http -> assertThat(http.detail()).contains("usable Location"));
        assertThat(receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "my_app.example.com, my_app.example.com",
        "b\u00fccher.example, xn--bcher-kva.example",
        "B\u00dcCHER.example, xn--bcher-kva.example",
        "app.example.com., app.example.com.",
        "0x7f.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "[::ffff:127.0.0.1], [::ffff:7f00:1]",
    })
    void andUrlsNameTheSameHost(String written, String host) {
        String url = "http://" + written + ":" + receiver.port();
        receiver.on("/in", Answers.redirect(307, utf8(url) + "/there"));

        assertThat(status(posts.post(url + "/in"))).isEqualTo(200);

        List<Request> requests = receiver.requests();
        assertThat(requests).extracting(Request::path).containsExactly("/in", "/there");
        assertThat(requests)
                .allSatisfy(request -> assertThat(request.header("Host")).contains(host + ":" + receiver.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.1"})
    void checkTheNameOverTls(String host) {
        try (Receiver trusted = Receiver.https(TestCertificates.trusted());
                Receiver wrongName = Receiver.https(TestCertificates.wrongName())) {
            assertThat(status(posts.post("https://" + host + ":" + trusted.port() + "/in")))
                    .isEqualTo(200);
            assertThat(posts.post("https://" + host + ":" + wrongName.port() + "/in"))
                    .isInstanceOfSatisfying(
                            Answer.None.class, none -> assertThat(none.cause()).isEqualTo(Answer.Cause.TLS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "my_app.elsewhere.example, true",
        "MY_APP.Elsewhere.example., true",
        "_.elsewhere.example, true",
        "myapp.elsewhere.example, true",
        "my_app.elsewhere.example.com, false",
        "my_app.a.elsewhere.example, false",
        "my_app_elsewhere.example, false",
        "my_app.example, false",
    })
    void checkNamesWithUnderscoresOverTls(String host, boolean named) {
        try (Receiver elsewhere = Receiver.https(TestCertificates.wrongName())) {
            Answer answer = posts.post("https://" + host + ":" + elsewhere.port() + "/in");

            if (named) {
                assertThat(status(answer)).isEqualTo(200);
            } else {
                assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.None.class,
                                none -> assertThat(none.cause()).isEqualTo(Answer.Cause.TLS));
                assertThat(elsewhere.requests()).isEmpty();
            }
        }
        try (Receiver untrusted = Receiver.https(TestCertificates.untrusted())) {
            assertThat(posts.post("https://" + host + ":" + untrusted.port() + "/in"))
                    .isInstanceOfSatisfying(
                            Answer.None.class, none -> assertThat(none.cause()).isEqualTo(Answer.Cause.TLS));
        }
    }

    /** One octet for each character, as {@link Answers} sends them. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static int status(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Http.class);
        return ((Answer.Http) answer).status();
    }
}
