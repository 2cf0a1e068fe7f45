package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Why there was no answer, with the clock in hand. */
class SenderTest {
    private static final Answer LATE =
            new Answer.None(Answer.Cause.TIMED_OUT, "did not answer in time", Duration.ofSeconds(1));

    private final PassFixture fixture = new PassFixture();

    @Test
    void anEndpointThatTakesTooLongIsToldOf() {
        fixture.mailbox.with(1);
        answersAfter(Duration.ofSeconds(21));

        assertThat(fixture.pass().detail()).contains("the endpoint did not answer in time");
    }

    @Test
    void theEndOfTheRunIsNotPutDownToTheEndpoint() {
        fixture.mailbox.with(1);
        fixture.mailbox.onFetch = uid -> pass(Duration.ofSeconds(44));
        answersAfter(Duration.ofSeconds(6));

        assertThat(fixture.pass().detail())
                .contains("the endpoint had not answered when the run's time was up")
                .doesNotContain("in time");
    }

    private void answersAfter(Duration time) {
        fixture.endpoint.onPost = () -> pass(time);
        fixture.endpoint.otherwise = LATE;
    }

    private void pass(Duration time) {
        fixture.nanos.addAndGet(time.toNanos());
    }
}
