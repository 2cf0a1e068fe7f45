package dev.imappoller.imap.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipeliningMemoryTest {
    private long now;
    private final Pipelining server = new Pipelining(() -> now);

    @Test
    void aServerIsTrustedUntilItShowsOtherwise() {
        assertThat(server.depth()).isGreaterThan(1000);

        server.refused();

        assertThat(server.depth()).isEqualTo(1);
    }

    @Test
    void aLossMakesItOneByOneForSomePollsAndTheNextForMore() {
        server.lost();
        server.lost(); // By a connection of the same time.
        assertThat(server.depth()).isEqualTo(1);

        now += Duration.ofMinutes(31).toNanos();
        assertThat(server.depth()).isGreaterThan(1);

        server.lost();
        now += Duration.ofMinutes(59).toNanos();
        assertThat(server.depth()).isEqualTo(1);

        now += Duration.ofMinutes(2).toNanos();
        assertThat(server.depth()).isGreaterThan(1);
    }

    @Test
    void howeverOftenItIsLostTheTimeHasAnEnd() {
        for (int i = 0; i < 100; i++) {
            server.lost();
            assertThat(server.depth()).isEqualTo(1);
            now += Duration.ofDays(4).toNanos();
            assertThat(server.depth()).isGreaterThan(1);
        }
    }
}
