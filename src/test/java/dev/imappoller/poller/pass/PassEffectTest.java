package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassEffectTest {
    @Test
    void whatWasDecidedOnBeforeTheFunctionStoodStillIsWrittenOnlyIfItStaysTrue() {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        Ledger.Change deferred =
                Ledger.Change.put(7, LedgerRecord.first(1, LedgerRecord.State.DEFERRED, now, "", 1, ""));
        Ledger.Change delivered =
                Ledger.Change.put(7, LedgerRecord.first(2, LedgerRecord.State.DELIVERED, now, "", 1, ""));

        assertThat(new PassEffect.WriteRecords(List.of(deferred), 100).isTooLate(99))
                .isFalse();
        assertThat(new PassEffect.WriteRecords(List.of(deferred), 100).isTooLate(100))
                .isTrue();
        assertThat(new PassEffect.WriteRecords(List.of(delivered, deferred), 100).isTooLate(100))
                .isTrue();
        assertThat(new PassEffect.WriteRecords(List.of(delivered), 100).isTooLate(100))
                .isFalse();
    }
}
