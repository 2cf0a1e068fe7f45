package dev.imappoller.poller.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;

/**
 * URLs of items and of redirects, whatever they are. In the ordinary build those are read that were kept in the resources; with {@code
 * JAZZER_FUZZ=1} in the environment new ones are looked for.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class WebUrlFuzzTest {
    private static final WebUrl BASE = WebUrl.parse("https://app.example.com/in/box?key=1");

    @FuzzTest(maxDuration = "1h")
    void whateverIsReadAsAUrlIsOneInItsNormalForm(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        isNormal(read(() -> WebUrl.parse(text)));
        isNormal(read(() -> BASE.resolve(text)));
    }

    private static Optional<WebUrl> read(Supplier<WebUrl> url) {
        try {
            return Optional.of(url.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void isNormal(Optional<WebUrl> read) {
        if (read.isPresent()) {
            WebUrl url = read.get();
            assertThat(url.scheme()).isIn("http", "https");
            assertThat(url.port()).isBetween(1, 65535);
            assertThat(url.path()).startsWith("/");
            assertThat(url.host()).isNotEmpty();
            assertThat(url.text())
                    .as("in ASCII, without blanks and controls")
                    .matches(shown -> shown.chars().allMatch(c -> c > ' ' && c < 0x7f), "visible ASCII");
            assertThat(url.host()).doesNotContain("@", "/", "\\", "?", "#", "%");
            assertThat(WebUrl.parse(url.text())).as("read once more").isEqualTo(url);
            assertThat(BASE.resolve(url.text())).as("resolved").isEqualTo(url);
        }
    }
}
