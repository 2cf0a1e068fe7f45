package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseCodeTest {
    @ParameterizedTest
    @CsvSource({
        "[UNAVAILABLE] later, true",
        "[UNAVAILABLE] Maximum number of connections from user+IP exceeded, true",
        "[throttled] slow down, true",
        "[OVERQUOTA] too much, true",
        "[ALERT] Too many simultaneous connections. (Failure), true",
        "[ALERT] Account exceeded command or bandwidth limits. (Failure), true",
        "Too many connections from this IP, true",
        "User is authenticated but not connected., true",
        "[AUTHENTICATIONFAILED] no, false",
        "[ALERT] Application-specific password required (Failure), false",
        "[BADCHARSET (UTF-8)] no, false",
        "Login failed [UNAVAILABLE], false",
        "'', false"
    })
    void tellsRefusalsThatPassFromThoseThatStay(String text, boolean throttling) {
        assertThat(ResponseCode.isThrottling(text)).isEqualTo(throttling);
    }
}
