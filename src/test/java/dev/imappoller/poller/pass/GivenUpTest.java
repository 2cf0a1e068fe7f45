package dev.imappoller.poller.pass;

import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that were made to take long, or to fill the memory. */
class GivenUpTest {
    private final PassFixture fixture = new PassFixture();

    /** An endpoint takes more work over message 1 than any message may. */
    private void takesTooMuchWork() {
        fixture.endpoint.onPost = () -> {
            Delivery delivery = fixture.endpoint.deliveries.get(fixture.endpoint.deliveries.size() - 1);
            if (delivery.uid() == 1) {
                delivery.message().budget().spend(Long.MAX_VALUE / 2);
            }
        };
    }

    @Test
    void oneThatTakesTooMuchWorkIsDeferredAndChargedAndToldAndTheOthersArrive() {
        fixture.mailbox.with(1, 2, 3);
        takesTooMuchWork();

        Outcome outcome = fixture.pass(Map.of("maxAttempts", number(2)));

        assertThat(fixture.mailbox.seen).containsExactlyInAnyOrder(2L, 3L);
        assertThat(fixture.record(1).state()).isEqualTo(LedgerRecord.State.DEFERRED);
        assertThat(fixture.record(1).attempts()).isEqualTo(1);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(fixture.events.lines).contains("fetchRefused 1").doesNotContain("internalError support");
        assertThat(outcome.detail()).contains("message 1 was given up: decoding took more than");
    }

    @Test
    void oneThatTakesTooMuchWorkIsParkedAfterItsAttempts() {
        fixture.mailbox.with(1);
        takesTooMuchWork();

        fixture.pass(Map.of("maxAttempts", number(2)));
        Outcome outcome = fixture.pass(Map.of("maxAttempts", number(2)));

        assertThat(fixture.record(1).state()).isEqualTo(LedgerRecord.State.PARKED);
        assertThat(outcome.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(outcome.detail())
                .contains("could be fetched from imap.example.com and decoded: message 1 was given up");
    }

    @Test
    void oneOfManyThousandFieldsArrives() {
        fixture.mailbox.messages.put(1L, ("a:\r\n".repeat(9_000) + "\r\nx").getBytes(StandardCharsets.US_ASCII));

        fixture.pass();

        assertThat(fixture.mailbox.seen).containsExactly(1L);
        assertThat(fixture.endpoint.deliveries.get(0).message().headers()).hasSize(9_000);
    }
}
