package dev.imappoller.imap;

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
    void aLossWithMoreUnderWayThanEverMakesItOneByOneForSomePolls() {
        server.proven(2);
        server.lostWith(2);
        assertThat(server.depth()).as("so many were carried out before").isGreaterThan(1);

        server.lostWith(3);
        assertThat(server.depth()).isEqualTo(1);
        server.lostWith(1);
        assertThat(server.depth()).isEqualTo(1);

        now += Duration.ofMinutes(31).toNanos();
        assertThat(server.depth()).isGreaterThan(1);
    }
}
