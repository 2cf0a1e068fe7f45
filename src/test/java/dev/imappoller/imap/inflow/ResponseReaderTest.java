package dev.imappoller.imap.inflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResponseReaderTest {
    @Test
    void aLargeLiteralTakesMemoryAsItComesAndFromWhatAllShare() throws Exception {
        LargeAnswerReserve reserve = new LargeAnswerReserve(1_000_000);
        byte[] large = ("* 1 FETCH (UID 1 BODY[] {20000000}\r\n" + "x".repeat(3_000_000)).getBytes();
        int[] at = {0};
        ResponseReader reader = new ResponseReader(
                (buffer, from, length) -> {
                    int some = Math.min(Math.min(length, 16 * 1024), large.length - at[0]);
                    System.arraycopy(large, at[0], buffer, from, some);
                    at[0] += some;
                    return some;
                },
                passing(),
                reserve);

        assertThatThrownBy(() -> reader.readResponse(null)).isInstanceOf(FloodException.class);
        assertThat(at[0]).as("read").isLessThan(2_500_000);
        reserve.take(1_000_000); // It was given back.
    }

    private static ResponseLimit passing() {
        ResponseLimit allowance = new ResponseLimit();
        allowance.renew(ResponseLimit.Phase.PASSING);
        return allowance;
    }
}
