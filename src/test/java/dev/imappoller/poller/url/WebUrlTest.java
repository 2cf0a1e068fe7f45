package dev.imappoller.poller.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers make of each (WHATWG URL). */
class WebUrlTest {
    private static final WebUrl BASE = WebUrl.parse("https://app.example.com:8443/a/b/c?old=1");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "?token=1 https://app.example.com:8443/a/b/c?token=1",
                "? https://app.example.com:8443/a/b/c?",
                "'' https://app.example.com:8443/a/b/c?old=1",
                "#part https://app.example.com:8443/a/b/c?old=1",
                "?x#part https://app.example.com:8443/a/b/c?x",
                "d https://app.example.com:8443/a/b/d",
                "d/e?f https://app.example.com:8443/a/b/d/e?f",
                "./ https://app.example.com:8443/a/b/",
                ". https://app.example.com:8443/a/b/",
                "./d https://app.example.com:8443/a/b/d",
                ".. https://app.example.com:8443/a/",
                "../ https://app.example.com:8443/a/",
                "../d https://app.example.com:8443/a/d",
                "../../../../d https://app.example.com:8443/d",
                "%2e%2E/d https://app.example.com:8443/a/d",
                ".%2e https://app.example.com:8443/a/",
                "d/../e https://app.example.com:8443/a/b/e",
                "d/./e/. https://app.example.com:8443/a/b/d/e/",
                ".d https://app.example.com:8443/a/b/.d",
                "d.. https://app.example.com:8443/a/b/d..",
                "a//b https://app.example.com:8443/a/b/a//b",
                "/ https://app.example.com:8443/",
                "/d https://app.example.com:8443/d",
                "/d?e=/../f https://app.example.com:8443/d?e=/../f",
                "/d//e https://app.example.com:8443/d//e",
                "\\d\\e https://app.example.com:8443/d/e",
                "d\\..\\e https://app.example.com:8443/a/b/e",
                "d?a\\b https://app.example.com:8443/a/b/d?a\\b",
                "//other.example.com https://other.example.com/",
                "//other.example.com:444/x https://other.example.com:444/x",
                "///other.example.com/x https://other.example.com/x",
                "\\\\other.example.com/x https://other.example.com/x",
                "/\\other.example.com/x https://other.example.com/x",
                "https:d https://app.example.com:8443/a/b/d",
                "https:/d https://app.example.com:8443/d",
                "https:?d https://app.example.com:8443/a/b/c?d",
                "http:other.example.com/d http://other.example.com/d",
                "http:/other.example.com http://other.example.com/",
                "HTTPS:\\\\other.example.com\\d https://other.example.com/d",
                "HTTP://Other.EXAMPLE.com/D http://other.example.com/D",
                "https://user:secret@other.example.com/d https://other.example.com/d",
                "//a@b@other.example.com/d https://other.example.com/d",
                "https://other.example.com:443/d https://other.example.com/d",
                "http://other.example.com:80/d http://other.example.com/d",
                "https://other.example.com:/d https://other.example.com/d",
                "https://other.example.com:0080/d https://other.example.com:80/d",
                "https://other.example.com?q https://other.example.com/?q",
                "https://other.example.com#f https://other.example.com/",
                "b:c https://app.example.com:8443/never",
                "./b:c https://app.example.com:8443/a/b/b:c",
                "/a|b https://app.example.com:8443/a|b",
                "/?a|b https://app.example.com:8443/?a|b",
                "/a\"b<c>`{d}^ https://app.example.com:8443/a%22b%3Cc%3E%60%7Bd%7D%5E",
                "/?a\"b<c>`{d}^ https://app.example.com:8443/?a%22b%3Cc%3E`{d}^",
                "/a[b]!$&()*+,;=@:~ https://app.example.com:8443/a[b]!$&()*+,;=@:~",
                "/ü?ü=ö https://app.example.com:8443/%C3%BC?%C3%BC=%C3%B6",
                "/%C3%BC/%fc https://app.example.com:8443/%C3%BC/%fc",
                "/100%/%zz?%/%2 https://app.example.com:8443/100%/%zz?%/%2",
                "/%20a+b https://app.example.com:8443/%20a+b",
                "/\uD83D\uDCEC https://app.example.com:8443/%F0%9F%93%AC",
                "/\uD83D https://app.example.com:8443/%EF%BF%BD",
            })
    void followsAReferenceToWhereBrowsersGo(String reference, String url) {
        if (url.endsWith("/never")) {
            assertThatThrownBy(() -> BASE.resolve(reference)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(BASE.resolve(reference).text()).isEqualTo(url);
        }
    }

    @Test
    void readsSpacesAndLineEndsAsBrowsersDo() {
        assertThat(BASE.resolve(" \t /d \r\n").text()).isEqualTo("https://app.example.com:8443/d");
        assertThat(BASE.resolve("/a b?c d").text()).isEqualTo("https://app.example.com:8443/a%20b?c%20d");
        assertThat(BASE.resolve("/a\tb\r\nc").text()).isEqualTo("https://app.example.com:8443/abc");
        assertThat(BASE.resolve("ht\ntps://other\t.example.com/").text()).isEqualTo("https://other.example.com/");
        assertThat(BASE.resolve("/\u0001\u007f").text()).isEqualTo("https://app.example.com:8443/%01%7F");
        assertThat(BASE.resolve("/a'b?it's").text()).isEqualTo("https://app.example.com:8443/a'b?it%27s");
    }

    @ParameterizedTest
    @CsvSource({
        "my_app.example.com, my_app.example.com",
        "_.example.com, _.example.com",
        "-a-.example.com, -a-.example.com",
        "EXAMPLE.com., example.com.",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.Example, xn--bcher-kva.example",
        "b%C3%BCcher.example, xn--bcher-kva.example",
        "ex%41mple.com, example.com",
        "faß.de, xn--fa-hia.de",
        "σας.example, xn--mxa8ab.example",
        "ΣΑΣ.example, xn--mxa9ab.example",
        "日本語。jp, xn--wgv71a119e.jp",
        "日本語．jp, xn--wgv71a119e.jp",
        "日本語｡jp, xn--wgv71a119e.jp",
        "ＧＯ.com, go.com",
        "i❤.ws, xn--i-7iq.ws",
        "a\u00ADb.com, ab.com",
        "Bu\u0308cher.example, xn--bcher-kva.example",
        "xn--BCHER-kva.example, xn--bcher-kva.example",
        "\uD83D\uDCEC.example, xn--iu8h.example",
        "127.0.0.1, 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f.1, 127.0.0.1",
        "0X7F000001, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "169.254.43518, 169.254.169.254",
        "１２７.0.0.1, 127.0.0.1",
        "1.2.3.4., 1.2.3.4",
        "0, 0.0.0.0",
        "0x, 0.0.0.0",
        "[::1], [::1]",
        "[0:0:0:0:0:0:0:1], [::1]",
        "[2001:DB8::0:1], [2001:db8::1]",
        "[1:0:0:2::3], [1:0:0:2::3]",
        "[::], [::]",
        "[1::], [1::]",
        "[::ffff:127.0.0.1], [::ffff:7f00:1]",
        "[::127.0.0.1], [::7f00:1]",
    })
    void readsHosts(String written, String host) {
        assertThat(WebUrl.parse("https://" + written + "/").host()).isEqualTo(host);
        assertThat(BASE.resolve("//" + written).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "a%",
                "a%zz.com",
                "a%2fb.com",
                "a%00.com",
                "a^b",
                "a|b",
                "a<b",
                "exa%20mple.com",
                "a..b",
                ".",
                ".a",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.256",
                "1.2.65536",
                "4294967296",
                "99999999999999999999999",
                "08",
                "0x1g.1",
                "a.1",
                "1.2..3",
                "[",
                "[]",
                "[1]",
                "[::1",
                "[::1]a",
                "[1.2.3.4]",
                "[fe80::1%1]",
                "[fe80::1%25eth0]",
                "[::g]",
                "::1",
                "a\uFFFDb",
                "a\u2028b",
                "a／b.com",
                "a:0",
                "a:65536",
                "a:99999999999",
                "a:8x",
                "a:-1",
                "a:８０",
            })
    void takesNoHostOrPortThatIsNone(String host) {
        assertThatThrownBy(() -> WebUrl.parse("https://" + host)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BASE.resolve("http://" + host)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsLengths() {
        String label = "a".repeat(63);
        assertThat(WebUrl.parse("https://" + label + ".com/").host()).startsWith("aaa");
        assertThatThrownBy(() -> WebUrl.parse("https://a" + label + ".com/"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebUrl.parse("https://" + (label + ".").repeat(4) + "com/"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebUrl.parse("https://" + "ü".repeat(100_000) + "/"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BASE.resolve("/" + "a".repeat(70_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BASE.resolve("/" + "ü".repeat(40_000))).isInstanceOf(IllegalArgumentException.class);
        assertThat(BASE.resolve("/" + "../".repeat(20_000)).path()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://example.com/", "javascript:alert(1)", "mailto:a@b.c", "data:,x"})
    void leadsNowhereElse(String reference) {
        assertThatThrownBy(() -> BASE.resolve(reference)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheServerAndTheAuthority() {
        assertThat(WebUrl.parse("https://example.com.:444/").authority()).isEqualTo("example.com.:444");
        assertThat(WebUrl.parse("https://example.com./").serverName()).isEqualTo("example.com");
        assertThat(WebUrl.parse("https://[::1]/").authority()).isEqualTo("[::1]");
        assertThat(WebUrl.parse("https://[::1]/").serverName()).isEqualTo("::1");
    }

    @Test
    void tellsOriginsApart() {
        WebUrl url = WebUrl.parse("https://bücher.example/a");

        assertThat(url.hasOriginOf(WebUrl.parse("HTTPS://xn--BCHER-kva.example:443/b?c")))
                .isTrue();
        assertThat(url.hasOriginOf(WebUrl.parse("http://bücher.example/a"))).isFalse();
        assertThat(url.hasOriginOf(WebUrl.parse("https://bücher.example:444/a")))
                .isFalse();
        assertThat(url.hasOriginOf(WebUrl.parse("https://a.bücher.example/a"))).isFalse();
    }

    /** What is read once reads the same again: nothing that is connected to depends on who reads it. */
    @Test
    void readsItsOwnTextAsItself() {
        Random random = new Random(7);
        String[] words = {
            "http:",
            "https:",
            "/",
            "\\",
            "..",
            ".",
            "?",
            "#",
            "@",
            ":",
            "80",
            "a",
            "%",
            "2e",
            "%41",
            "[::1]",
            "[",
            "]",
            "1",
            "0x",
            "ü",
            "ß",
            "\u00ad",
            "\ud800",
            " ",
            "\t",
            "|",
            "'",
            "\u3002",
            "example.com",
            "127.1",
            "\u0000",
            "_"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder reference = new StringBuilder();
            for (int word = random.nextInt(9); word >= 0; word--) {
                reference.append(words[random.nextInt(words.length)]);
            }
            WebUrl url;
            try {
                url = BASE.resolve(reference.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            String text = url.text();
            assertThat(text.chars()).as(text).allMatch(c -> c > ' ' && c < 0x7F);
            assertThatCode(() -> assertThat(WebUrl.parse(text).text()).isEqualTo(text))
                    .as(reference.toString())
                    .doesNotThrowAnyException();
            assertThat(BASE.resolve(text)).isEqualTo(url);
        }
    }
}
