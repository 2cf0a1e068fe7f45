package dev.imappoller.poller.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailedAttemptTest {
    /** Else a web app that answers before it reads would be sent a large message for ever. */
    @Test
    void chargesAMessageThatIsAnsweredBeforeItIsSent() {
        assertThat(none(Cause.ANSWERED_EARLY).itsOwn()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "ANSWERED_EARLY", mode = EnumSource.Mode.EXCLUDE)
    void chargesNoOtherForWhatIsNoAnswer(Cause cause) {
        assertThat(none(cause).itsOwn()).isFalse();
        assertThat(none(cause).httpStatus()).isEmpty();
    }

    private static FailedAttempt none(Cause cause) {
        return FailedAttempt.of(new Answer.None(cause, "did something else", Duration.ZERO), true, null, 5);
    }
}
