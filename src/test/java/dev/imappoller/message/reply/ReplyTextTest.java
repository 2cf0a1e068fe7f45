package dev.imappoller.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.octets.DecodingBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        assertThat(reply(fixture(client))).isEqualTo("Thanks, that works.\n\nAnna");
    }

    @Test
    void keepsWhatTheClientAddsToTheReply() throws IOException {
        assertThat(reply(fixture("outlook-mobile-en")))
                .isEqualTo("Thanks, that works.\n\nAnna\n\nGet Outlook for iOS<https://aka.ms/o0ukef>");
    }

    @Test
    void endsAtTheMarker() {
        assertThat(found("Yes\n\n### Reply Above This Line ###\n\nShall we?")).contains("Yes");
    }

    @Test
    void endsAtTheQuotedMarkerWithoutTheIntroduction() {
        assertThat(found("Yes\n\nOn 1/1/24 10:00, Support wrote:\n> ### Reply Above This Line ###\n> Shall we?"))
                .contains("Yes");
    }

    @Test
    void keepsAnswersBetweenQuotes() {
        assertThat(found("On 1/1/24 10:00, Support wrote:\n> One?\nYes\n> Two?\nNo\n"))
                .contains("Yes\nNo");
    }

    @Test
    void keepsLineEndsAsTheyAre() {
        assertThat(found("Yes\r\nor\nno\r\n\r\n> Well?\r\n")).contains("Yes\r\nor\nno");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On 3 May he wrote:\nall is well\n\nFrom: here\nto there\n_________________________",
                "On 5 May you wrote to <support@example.com> that 3 were missing. They are:\n- a\n- b",
                "On 5 May 2026 bob@example.com wrote:\nI am away.",
                "From: Jane <jane@example.org>\nDate: 5 January 2026\nSubject: An order\n\nWhere is it?",
                "-- A --\nb: c\n--- d ---",
                "Videresendt",
            })
    void isTheWholeTextOfAReplyThatQuotesNothingAndNoneOfAnyOtherMessage(String text) {
        assertThat(reply(text)).isEqualTo(text);
        assertThat(found(text)).isEmpty();
    }

    @Test
    void isNoneWhereNothingRemains() {
        for (String text : List.of("> a\n> b\n", "", " \r\n", "### Reply Above This Line ###\nShall we?")) {
            assertThat(ReplyText.of(text, true, budget(text))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On 1 a schrieb écrit wrote\n",
                "On 1 a@b wrote:\n",
                "From: a\n",
                "--a--\n\n\n",
                "2026 12:00 <a@b>:\n\n",
                "\n\n\n\n:",
                "1\n2\n3\nwrote:\n"
            })
    void takesNoLongerForLinesThatLookLikeIntroductions(String line) {
        String text = line.repeat(400_000 / line.length());

        DecodingBudget budget = budget(text);
        ReplyText.of(text, true, budget);

        assertThat(budget.steps()).isLessThan(40L * text.length());
    }

    private static String reply(String text) {
        return ReplyText.of(text, true, budget(text)).orElseThrow();
    }

    /** Of a message that doesn't say in its header that it is a reply. */
    private static Optional<String> found(String text) {
        return ReplyText.of(text, false, budget(text));
    }

    private static DecodingBudget budget(String text) {
        return DecodingBudget.bySteps(text.length());
    }

    private static String fixture(String name) throws IOException {
        try (InputStream in = ReplyTextTest.class.getResourceAsStream("/reply/" + name + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
