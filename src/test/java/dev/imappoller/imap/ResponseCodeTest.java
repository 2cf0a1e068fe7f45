package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseCodeTest {
    @ParameterizedTest
    @CsvSource({
        "[UNAVAILABLE] later, true",
        "[throttled] slow down, true",
        "[OVERQUOTA] too much, true",
        "[AUTHENTICATIONFAILED] no, false",
        "[BADCHARSET (UTF-8)] no, false"
    })
    void tellsRefusalsThatPassFromThoseThatStay(String text, boolean throttling) {
        assertThat(ResponseCode.in(text).orElseThrow().isThrottling()).isEqualTo(throttling);
    }

    @Test
    void findsNoneInMereWords() {
        assertThat(ResponseCode.in("Login failed [UNAVAILABLE]")).isEmpty();
        assertThat(ResponseCode.in("")).isEmpty();
    }
}
