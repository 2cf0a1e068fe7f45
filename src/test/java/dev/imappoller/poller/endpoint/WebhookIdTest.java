package dev.imappoller.poller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookIdTest {
    @Test
    void isTheBase32OfASha256AndNeverChanges() {
        // printf 'support\nINBOX\n1700000000\n42' | sha256sum | xxd -r -p | base32 | tr -d = | tr A-Z a-z
        assertThat(WebhookId.of("support", "INBOX", 1_700_000_000L, 42))
                .isEqualTo("alwsdyjhf4u63ask44hxxokygfwflg644qe7uyurjtwyquyr4kma");
    }

    @Test
    void differsWithEachOfItsParts() {
        assertThat(Set.of(
                        WebhookId.of("a", "b", 1, 23),
                        WebhookId.of("a", "b", 12, 3),
                        WebhookId.of("ab", "", 12, 3),
                        WebhookId.of("b", "a", 12, 3)))
                .hasSize(4);
    }

    @Test
    void isNeverMadeOfAUidValidityThatTheServerDidNotTell() {
        assertThat(WebhookId.of("support", "INBOX", OptionalLong.empty(), 42))
                .isNotEqualTo(WebhookId.of("support", "INBOX", -1, 42))
                .isEqualTo(WebhookId.of("support", "INBOX", OptionalLong.empty(), 42));
    }
}
