package dev.imappoller.poller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "200, ACCEPTED",
        "201, ACCEPTED",
        "202, ACCEPTED",
        "204, ACCEPTED",
        "299, ACCEPTED",
        "400, REJECTED",
        "401, REJECTED",
        "404, REJECTED",
        "410, REJECTED",
        "429, REJECTED",
        "499, REJECTED",
        "500, DEFERRED",
        "502, DEFERRED",
        "503, DEFERRED",
        "599, DEFERRED",
        "199, DEFERRED",
        "300, DEFERRED",
        "302, DEFERRED",
        "303, DEFERRED",
        "304, DEFERRED",
        "600, DEFERRED",
        "999, DEFERRED"
    })
    void followsFromTheStatusCode(int status, Verdict verdict) {
        assertThat(Verdict.of(http(status), Set.of())).isEqualTo(verdict);
    }

    @Test
    void isDeferredWhereTheItemAsksToRetryThatCode() {
        assertThat(Verdict.of(http(429), Set.of(429))).isEqualTo(Verdict.DEFERRED);
        assertThat(Verdict.of(http(404), Set.of(429))).isEqualTo(Verdict.REJECTED);
    }

    @ParameterizedTest
    @EnumSource
    void isDeferredWithoutAnAnswer(Answer.Cause cause) {
        assertThat(Verdict.of(new Answer.None(cause, "was away", Duration.ZERO), Set.of()))
                .isEqualTo(Verdict.DEFERRED);
    }

    private static Answer http(int status) {
        return new Answer.Http(status, "", Duration.ZERO);
    }
}
