package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollerButtonsTest {
    private static final String POLL = "arn:aws:lambda:eu-west-1:123456789012:function:x-poll";
    private static final LedgerRecord PARKED = record(State.PARKED);

    @Test
    void aButtonAsksForTheOperationOnItsMessage() {
        List<Button> buttons = PollerButtons.of("support", POLL).about(PARKED);

        assertThat(buttons)
                .extracting(Button::event)
                .containsExactly(
                        "{\"op\":\"retry\",\"pollerId\":\"support\",\"uid\":4294967295}",
                        "{\"op\":\"skip\",\"pollerId\":\"support\",\"uid\":4294967295}");
        assertThat(PollerButtons.of("support", POLL).about(record(State.REJECTED)))
                .extracting(Button::event)
                .containsExactly("{\"op\":\"redeliver\",\"pollerId\":\"support\",\"uid\":4294967295}");
        assertThat(buttons).allSatisfy(button -> {
            assertThat(button.endpoint()).isEqualTo(POLL);
            assertThat(button.confirmation())
                    .contains("message 4294967295 of support")
                    .contains("?");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b",
                "a\\",
                "</cwdb-action><script>",
                "&quot;,&amp;",
                "it's",
                "ü\u00a0\u2028\ud83d\udcec",
                "\"},{\"op\":\"skip\"",
                "a\u202eb",
            })
    void nothingInANameGetsOutOfTheEvent(String pollerId) throws JsonProcessingException {
        Button button = PollerButtons.of(pollerId, POLL).about(PARKED).get(0);

        JsonNode event = new ObjectMapper().readTree(button.event());
        assertThat(event.fieldNames()).toIterable().containsExactly("op", "pollerId", "uid");
        assertThat(event.path("pollerId").asText()).isEqualTo(pollerId);
        assertThat(button.event()).matches("[\\x20-\\x7e]*").doesNotContain("<", ">", "&", "'");
        assertThat(button.confirmation()).doesNotContain("\u202e", "\u2028");
    }

    @Test
    void thereAreNoneWithoutAFunctionToCall() {
        assertThat(PollerButtons.of("support", null).about(PARKED)).isEmpty();
        assertThat(PollerButtons.of("support", null).aboutAll()).isEmpty();
    }

    @Test
    void thereAreNoneForANameThatIsNotShownInFull() {
        assertThat(PollerButtons.of("x".repeat(120), POLL).about(PARKED)).hasSize(2);
        assertThat(PollerButtons.of("x".repeat(121), POLL).about(PARKED)).isEmpty();
    }

    private static LedgerRecord record(State state) {
        return FakeTables.record(4_294_967_295L, state, 3, Instant.parse("2026-03-02T14:21:40Z"), "answered HTTP 500");
    }
}
