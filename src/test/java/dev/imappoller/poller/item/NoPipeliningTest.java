package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoPipeliningTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void isReadAsItWasWritten() {
        NoPipelining known = new NoPipelining("imap.example.com:993", SINCE, SINCE.plus(Duration.ofMinutes(30)));

        assertThat(known).hasToString("imap.example.com:993 2026-03-01T10:00:00Z/2026-03-01T10:30:00Z");
        assertThat(NoPipelining.parse(known.toString())).contains(known);
        assertThat(known.length()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void namesTheServerOfAPoller() {
        Poller poller = Pollers.poller(Map.of("port", Pollers.number(1143)));

        assertThat(NoPipelining.server(poller)).isEqualTo("imap.example.com:1143");
    }

    @Test
    void neverLastsForLong() {
        assertThatThrownBy(() -> new NoPipelining("a:1", SINCE, SINCE.plus(Duration.ofDays(8))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "a:1",
                "a:1 always",
                "a:1 2026-03-01T10:00:00Z",
                "a:1 2026-03-01T10:00:00Z/",
                "a:1 /2026-03-01T10:00:00Z",
                "a:1 2026-03-01T10:00:00Z/soon",
                "2026-03-01T10:00:00Z/2026-03-01T10:30:00Z",
                "a:1 2026-03-01T10:30:00Z/2026-03-01T10:00:00Z",
                "a:1 2026-03-01T10:00:00Z/2026-03-01T10:00:00Z",
                "a:1 2026-03-01T10:00:00Z/2026-03-08T10:00:01Z",
                "a:1 -1000000000-01-01T00:00:00Z/+1000000000-12-31T23:59:59Z"
            })
    void readsNothingElse(String text) {
        assertThat(NoPipelining.parse(text)).isEmpty();
    }
}
