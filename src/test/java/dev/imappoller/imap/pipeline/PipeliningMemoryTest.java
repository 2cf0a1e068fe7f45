package dev.imappoller.imap.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PipeliningMemoryTest {
    private static final String NAME = "imap.example.com:993";

    private final TestClock clock = new TestClock();
    private final Pipelining server = new Pipelining(NAME, clock);

    @Test
    void aServerIsTrustedUntilItShowsOtherwise() {
        assertThat(server.depth()).isGreaterThan(1000);
        assertThat(server.known()).isEmpty();

        server.refused();

        assertThat(server.depth()).isEqualTo(1);
        assertThat(server.known())
                .hasValueSatisfying(known -> assertThat(known.server()).isEqualTo(NAME));
    }

    @Test
    void aRefusalIsRememberedForDaysAndThenTheServerIsTriedAnew() {
        server.refused();
        clock.advance(Duration.ofDays(7).minusSeconds(1));
        server.refused(); // Of a command that was sent before.
        assertThat(server.depth()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(server.depth()).isGreaterThan(1);
    }

    @Test
    void aRefusalCountsForMoreThanALossBeforeIt() {
        server.suspected();
        server.refused();

        clock.advance(Duration.ofDays(6));
        assertThat(server.depth()).isEqualTo(1);
    }

    @Test
    void aLossMakesItOneByOneForSomePollsAndTheNextForMore() {
        server.suspected();
        server.suspected(); // By a connection of the same time.
        assertThat(server.depth()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(30));
        assertThat(server.depth()).isGreaterThan(1);

        server.suspected();
        clock.advance(Duration.ofMinutes(119));
        assertThat(server.depth()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(server.depth()).isGreaterThan(1);
    }

    @Test
    void aLossLongAfterAnotherIsLikeTheFirst() {
        server.suspected();
        clock.advance(Duration.ofMinutes(60));
        assertThat(server.known()).isEmpty();

        server.suspected();

        clock.advance(Duration.ofMinutes(31));
        assertThat(server.depth()).isGreaterThan(1);
    }

    @Test
    void howeverOftenItIsLostTheTimeHasAnEnd() {
        for (int i = 0; i < 100; i++) {
            server.suspected();
            assertThat(server.depth()).isEqualTo(1);
            clock.advance(NoPipelining.LONGEST);
            assertThat(server.depth()).isGreaterThan(1);
        }
    }

    @Test
    void anotherProcessGoesOnWhereThisOneHasEnded() {
        server.suspected();
        NoPipelining known = server.known().orElseThrow();
        Pipelining another = new Pipelining(NAME, clock);

        another.recall(known);
        assertThat(another.depth()).isEqualTo(1);
        assertThat(another.known()).contains(known);

        clock.advance(Duration.ofMinutes(45));
        assertThat(another.depth()).isGreaterThan(1);

        another.suspected();
        assertThat(another.known().orElseThrow().length()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void whatIsKnownHereIsNotForgottenOverAnOlderItem() {
        Instant now = clock.instant();
        server.refused();

        server.recall(new NoPipelining(NAME, now, now.plusSeconds(60)));

        assertThat(server.known().orElseThrow().length()).isEqualTo(NoPipelining.LONGEST);
    }

    @Test
    void nothingIsRecalledOfAnotherServerOrThatNoProcessCanHaveWritten() {
        Instant now = clock.instant();
        server.recall(new NoPipelining("imap.example.com:143", now, now.plusSeconds(60)));
        server.recall(new NoPipelining(NAME, now.plus(Duration.ofDays(5)), now.plus(Duration.ofDays(8))));
        server.recall(new NoPipelining(NAME, Instant.MAX.minusSeconds(60), Instant.MAX));
        server.recall(new NoPipelining(NAME, Instant.MIN, Instant.MIN.plusSeconds(60)));

        assertThat(server.depth()).isGreaterThan(1);
        assertThat(server.known()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackKeepsNothingForLonger() {
        server.refused();

        clock.advance(Duration.ofDays(-30));

        assertThat(server.depth()).isGreaterThan(1);
    }
}
