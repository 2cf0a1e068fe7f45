package dev.imappoller.poller.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIdTest {
    @Test
    void isTheFieldWithItsBracketsOrWithoutThem() {
        assertThat(new MessageId(" <a@b> ").is("<a@b>")).isTrue();
        assertThat(new MessageId("a@b").is("<a@b>")).isTrue();
        assertThat(new MessageId("a@b").is("a@b")).isTrue();
        assertThat(new MessageId("<a@b>").is("a@b")).isFalse();
        assertThat(new MessageId("a@b").is("<aa@b>")).isFalse();
        assertThat(new MessageId("<a@b>").is("<A@b>")).isFalse();
    }

    /** A sender may write what ends a quoted string, a line or an octet of IMAP. */
    @ParameterizedTest
    @CsvSource({
        "<a@b>, <a@b>",
        "'<a\" ALL@b.example>', ALL@b.example>",
        "'<abc\\\"@b>', <abc",
        "<größe@example.org>, e@example.org>",
        "'\"\\ é', ''"
    })
    void whatIsSearchedForCanStandInQuotes(String text, String searched) {
        assertThat(new MessageId(text).searchable()).isEqualTo(searched);
    }

    @Test
    void noLineIsEnded() {
        assertThat(new MessageId("<ab\r\nA1 LOGOUT\r\n>").searchable()).isEqualTo("LOGOUT");
        assertThat(new MessageId("<ab\0cdef\t\u007f{5}").searchable()).isEqualTo("cdef");
    }

    @Test
    void noLineGetsLong() {
        assertThat(new MessageId("<" + "x".repeat(100_000) + "@example.org>").searchable())
                .hasSize(200)
                .startsWith("<xxx");
    }
}
