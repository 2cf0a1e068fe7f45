package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A message gets to where a browser would have got by the same url and Location, and to no other place. */
class RedirectsIT {
    @Test
    void messagesFindTheirWay() {
        try (Suite suite = new Suite(4)) {
            locations(suite);
            hosts(suite);
            suite.run();
        }
    }

    /** From /hook/in?a=b. */
    private static void locations(Suite suite) {
        to(suite, "query-alone", "?token=1", "/hook/in?token=1");
        to(suite, "empty-query", "?", "/hook/in?");
        to(suite, "query-with-slashes", "?next=/a/../b", "/hook/in?next=/a/../b");
        to(suite, "query-with-a-space", "?a b", "/hook/in?a%20b");
        to(suite, "query-not-ascii", "?n=\303\274", "/hook/in?n=%C3%BC");
        to(suite, "query-with-a-bar", "/x?a|b", "/x?a|b", "/x?a%7Cb");
        to(suite, "query-with-quotes", "/x?a\"b'c", "/x?a%22b'c", "/x?a%22b%27c");
        to(suite, "path-not-ascii", "/zi\303\251l", "/zi%C3%A9l");
        to(suite, "path-with-a-space", "/a b", "/a%20b");
        to(suite, "path-with-a-bar", "/a|b", "/a|b", "/a%7Cb");
        to(suite, "path-with-braces", "/a{b}^c`d", "/a%7Bb%7D^c%60d", "/a%7Bb%7D%5Ec%60d");
        to(suite, "path-with-quotes", "/a\"b<c>", "/a%22b%3Cc%3E");
        toOrNowhere(suite, "path-with-brackets", "/a[b]", "/a[b]", "/a%5Bb%5D");
        toOrNowhere(suite, "path-with-a-lone-percent", "/100%", "/100%", "/100%25");
        toOrNowhere(suite, "path-with-a-bad-escape", "/a%zzb", "/a%zzb", "/a%25zzb");
        to(suite, "path-escaped-already", "/a%20b%7e", "/a%20b%7e");
        to(suite, "path-with-a-backslash", "\\other\\in", "/other/in");
        to(suite, "path-with-a-colon", "./a:b", "/hook/a:b");
        to(suite, "path-with-an-at", "/@user/x", "/@user/x");
        to(suite, "path-with-a-semicolon", "in;v=1", "/hook/in;v=1");
        to(suite, "relative", "other", "/hook/other");
        to(suite, "relative-upwards", "../other", "/other");
        to(suite, "relative-too-far-upwards", "../../../other", "/other");
        to(suite, "relative-dot", "./", "/hook/");
        to(suite, "dots-within", "/a/./b/../c", "/a/c");
        toOrNowhere(suite, "dots-escaped", "/a/%2e%2e/c", "/c");
        to(suite, "double-slash-within", "/a//b", "/a//b");
        to(suite, "fragment", "/x#part", "/x");
        to(suite, "spaces-around", "  /x \t", "/x");
        to(suite, "upper-case-scheme-and-host", "HTTP://LOCALHOST:PORT/x", "/x");
        to(suite, "without-a-scheme", "//localhost:PORT/x", "/x");
        to(suite, "without-a-path", "http://localhost:PORT", "/");
        to(suite, "without-a-path-but-a-query", "http://localhost:PORT?q", "/?q");
        toOrNowhere(suite, "one-slash", "http:/x", "/x");
        toOrNowhere(suite, "three-slashes", "http:///localhost:PORT/x", "/x");
        to(suite, "with-user-info", "http://u:p@localhost:PORT/x", "/x");
        to(suite, "port-empty-path-plus", "http://localhost:PORT/a+b", "/a+b");
        to(suite, "host-with-underscore", "http://a_b.test:PORT/x", "/x");
        to(suite, "host-with-a-hyphen-at-its-end", "http://a-.test:PORT/x", "/x");
        to(suite, "host-with-a-digit-first", "http://3x.test:PORT/x", "/x");
        to(suite, "host-not-ascii", "http://b\303\274cher.test:PORT/x", "/x");
        toOrNowhere(suite, "host-escaped", "http://%6cocalhost:PORT/x", "/x");
        to(suite, "host-with-a-trailing-dot", "http://localhost.:PORT/x", "/x");
        to(suite, "host-an-address", "http://127.0.0.1:PORT/x", "/x");
        toOrNowhere(suite, "host-an-odd-address", "http://127.1:PORT/x", "/x");
        toOrNowhere(suite, "host-a-hex-address", "http://0x7f.0.0.1:PORT/x", "/x");
    }

    private static void hosts(Suite suite) {
        for (Map.Entry<String, String> host : Map.of(
                        "underscore",
                        "a_b.test",
                        "leading-underscore",
                        "_dmarc.test",
                        "not-ascii",
                        "b\u00fccher.test",
                        "punycode",
                        "xn--bcher-kva.test",
                        "trailing-dot",
                        "localhost.",
                        "hyphen-at-its-end",
                        "a-.test",
                        "upper-case",
                        "LOCALHOST",
                        "digit",
                        "1.test")
                .entrySet()) {
            Stray stray = new Stray();
            suite.add(
                    "url-host-" + host.getKey(),
                    Map.of(),
                    account -> account.at("http://" + host.getValue() + ":PORT/in?k=1")
                            .redirecting(request -> stray.unless(request, "/in?k=1")),
                    Right.delivered().and(stray.none()));
        }
    }

    /** @param arrives one of these is what a browser asks for */
    private static void to(Suite suite, String name, String location, String... arrives) {
        to(suite, Right.delivered(), name, location, arrives);
    }

    /** What is so odd that it may be refused, but not taken for another place. */
    private static void toOrNowhere(Suite suite, String name, String location, String... arrives) {
        to(suite, Right.deliveredOrSaid("redirected"), name, location, arrives);
    }

    private static void to(Suite suite, Right right, String name, String location, String... arrives) {
        Stray stray = new Stray();
        suite.add(
                name,
                Map.of(),
                account -> account.at("http://localhost:PORT/hook/in?a=b")
                        .redirecting(request -> target(request).equals("/hook/in?a=b")
                                ? Optional.of(Answers.redirect(
                                        307,
                                        location.replace(
                                                "PORT",
                                                Integer.toString(
                                                        account.receiver().port()))))
                                : stray.unless(request, arrives)),
                right.and(stray.none()));
    }

    private static String target(Request request) {
        return request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
    }

    /** Requests that went to another place. */
    private static final class Stray {
        private final List<String> targets = new CopyOnWriteArrayList<>();

        private Optional<Answer> unless(Request request, String... right) {
            if (List.of(right).contains(target(request)) || List.of(right).contains(target(request) + "?")) {
                return Optional.empty();
            }
            targets.add(target(request));
            return Optional.of(Answers.status(404));
        }

        private Right none() {
            return polls -> assertThat(targets).as("astray").isEmpty();
        }
    }
}
