package dev.imappoller.message.octets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class EightOctetsTest {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    @Test
    void tellsVisibleAsciiFromAllElse() {
        agree(EightOctets::areVisible, octet -> octet > ' ' && octet < 0x7f);
    }

    @Test
    void tellsBase64DigitsFromAllElse() {
        agree(EightOctets::areBase64, octet -> BASE64.indexOf(octet) >= 0);
    }

    @Test
    void findsALineFeedAmongAllElse() {
        agree(EightOctets::areWithoutLf, octet -> octet != '\n');
    }

    /** What is told of eight octets is what holds for each of them. */
    private static void agree(LongPredicate all, IntPredicate each) {
        Random random = new Random(1);
        int[] accepted = random.ints(0, 256).filter(each).limit(1000).toArray();
        for (int octet = 0; octet < 256; octet++) {
            for (int index = 0; index < EightOctets.COUNT; index++) {
                byte[] octets = new byte[3 + EightOctets.COUNT];
                Arrays.fill(octets, (byte) '\n');
                for (int i = 0; i < EightOctets.COUNT; i++) {
                    octets[3 + i] = (byte) (i == index ? octet : accepted[random.nextInt(accepted.length)]);
                }
                assertThat(all.test(EightOctets.at(octets, 3)))
                        .as(Arrays.toString(octets))
                        .isEqualTo(each.test(octet));
            }
        }
    }
}
