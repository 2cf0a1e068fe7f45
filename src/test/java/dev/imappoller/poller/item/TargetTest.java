package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com/",
        "HTTPS://Example.COM:8443/In?x=1&y=%20, https://example.com:8443/In?x=1&y=%20",
        "'  https://example.com/a  ', https://example.com/a",
        "https://bücher.example/ü, https://xn--bcher-kva.example/%C3%BC",
        "https://example.com/a#part, https://example.com/a",
        "http://[::1]:8080/a, http://[::1]:8080/a",
        "https://my_app.example.com/a|b, https://my_app.example.com/a|b",
        "https://example.com./a, https://example.com./a",
        "https://user:pass@example.com/a?b=@c, https://example.com/a?b=@c",
    })
    void readsUrlsAsPeopleWriteThem(String written, String requested) {
        assertThat(Target.parse(written).url().text()).isEqualTo(requested);
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pass@example.com/, user:pass",
        "https://user@example.com/, user:",
        "https://us%40er:p%3Aa%20s@example.com/, us@er:p:a s",
        "https://user:p+s@example.com/, user:p+s",
        "https://user:100%@example.com/, user:100%",
        "https://user:p@ss@example.com/, user:p@ss",
        "https://üser:pässword@example.com/, üser:pässword",
    })
    void turnsUserInfoIntoBasicCredentials(String url, String credentials) {
        String value = Target.parse(url).authorization().orElseThrow().reveal();

        assertThat(value).startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(value.substring(6)), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(credentials);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "/path",
                "file:///etc/passwd",
                "https://",
                "https:///a",
                "https://exa mple.com/",
                "https://example.com:0/",
                "https://example.com:x/",
                "https://example.com/a b",
                "javascript:alert(1)"
            })
    void refusesWhatCannotBePostedTo(String url) {
        assertThatThrownBy(() -> Target.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverShowsUserInfoOrQuery() {
        Target target = Target.parse("https://canary:canary@example.com:8443/inbound?token=canary");

        assertThat(target.toString()).isEqualTo("https://example.com:8443/inbound");
        assertThat(target.authorization().toString()).doesNotContain("canary");
    }
}
