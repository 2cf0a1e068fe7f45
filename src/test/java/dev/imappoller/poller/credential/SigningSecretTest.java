package dev.imappoller.poller.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {
    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void holdsAKeyOf24To64Octets(int length) {
        assertThat(SigningSecret.parse(written(length)).reveal()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 65})
    void refusesOtherLengths(int length) {
        assertThatThrownBy(() -> SigningSecret.parse(written(length))).hasMessageContaining("24 to 64 octets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary", "whsec_canary!", "WHSEC_canary"})
    void refusesWhatIsNoSecretWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> SigningSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void isNeverPrinted() {
        assertThat("" + SigningSecret.parse(written(24))).isEqualTo("***");
    }

    private static String written(int length) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);
    }
}
