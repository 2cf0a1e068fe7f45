package dev.imappoller.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "apple-mail-de",
                "apple-mail-en",
                "apple-mail-es",
                "apple-mail-fr",
                "apple-mail-older-en",
                "gmail-de",
                "gmail-en",
                "gmail-es",
                "gmail-fr",
                "outlook-de",
                "outlook-en",
                "outlook-es",
                "outlook-fr",
                "outlook-old-de",
                "thunderbird-below-en",
                "thunderbird-de",
                "thunderbird-en",
                "thunderbird-es",
                "thunderbird-fr",
                "yahoo-unquoted-en"
            })
    void leavesOutTheMessageThatIsRepliedTo(String client) throws IOException {
        assertThat(ReplyText.of(fixture(client))).isEqualTo("Thanks, that works.\n\nAnna");
    }

    @Test
    void keepsWhatTheClientAddsToTheReply() throws IOException {
        assertThat(ReplyText.of(fixture("outlook-mobile-en")))
                .isEqualTo("Thanks, that works.\n\nAnna\n\nGet Outlook for iOS<https://aka.ms/o0ukef>");
    }

    @Test
    void endsAtTheMarker() {
        assertThat(ReplyText.of("Yes\n\n### Reply Above This Line ###\n\nShall we?"))
                .isEqualTo("Yes");
    }

    @Test
    void endsAtTheQuotedMarkerWithoutTheIntroduction() {
        assertThat(ReplyText.of("Yes\n\nOn 1/1/24 10:00, Support wrote:\n> ### Reply Above This Line ###\n> Shall we?"))
                .isEqualTo("Yes");
    }

    @Test
    void keepsAnswersBetweenQuotes() {
        assertThat(ReplyText.of("On 1/1/24 10:00, Support wrote:\n> One?\nYes\n> Two?\nNo\n"))
                .isEqualTo("Yes\nNo");
    }

    @Test
    void isTheWholeTextWhereNothingIsQuoted() {
        String text = "On 3 May he wrote:\nall is well\n\nFrom: here\nto there\n_________________________";

        assertThat(ReplyText.of(text)).isEqualTo(text);
    }

    @Test
    void isEmptyWhereEverythingIsQuoted() {
        assertThat(ReplyText.of("> a\n> b\n")).isEmpty();
        assertThat(ReplyText.of("")).isEmpty();
    }

    @Test
    void takesNoLongerForLinesThatLookLikeIntroductions() {
        String text = "On 1 a schrieb écrit wrote\n".repeat(20_000);

        assertThat(ReplyText.of(text)).isEqualTo(text.strip());
    }

    private static String fixture(String name) throws IOException {
        try (InputStream in = ReplyTextTest.class.getResourceAsStream("/reply/" + name + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
