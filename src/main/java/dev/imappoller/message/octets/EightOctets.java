package dev.imappoller.message.octets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight octets at once, as one number: three times as fast as one after the other where the code that the JVM
 * compiles is plain, as it is in a young process.
 *
 * <p>In each octet of the sums below the highest bit tells whether the octet is at least so large, as long as it has no
 * highest bit itself (Hacker's Delight, second edition, section 6-1).
 */
public final class EightOctets {
    /** How many they are. */
    public static final int COUNT = 8;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private EightOctets() {}

    /** Those from that index on. */
    public static long at(byte[] octets, int index) {
        return (long) WORDS.get(octets, index);
    }

    /** Whether all are visible ASCII characters: neither blank nor control character. */
    public static boolean areVisible(long octets) {
        return allHave(octets, from(octets, '!') & ~from(octets, 0x7f));
    }

    /** Whether all are digits of base64 (RFC 4648, section 4). */
    public static boolean areBase64(long octets) {
        long lowerCase = octets | 0x20 * ONES;
        long letters = from(lowerCase, 'a') & ~from(lowerCase, 'z' + 1);
        long digitsAndSlash = from(octets, '/') & ~from(octets, '9' + 1);
        long plus = from(octets, '+') & ~from(octets, '+' + 1);
        return allHave(octets, letters | digitsAndSlash | plus);
    }

    /** Whether all are of US-ASCII, and none is zero. */
    public static boolean areAscii(long octets) {
        return ((octets | octets - ONES) & HIGHEST_BITS) == 0;
    }

    /** Whether none is a line feed. */
    static boolean areWithoutLf(long octets) {
        long zeroForLf = octets ^ '\n' * ONES;
        return (zeroForLf - ONES & ~zeroForLf & HIGHEST_BITS) == 0;
    }

    /** Where the first line feed is from that index on, or the end. */
    public static int lineEnd(byte[] octets, int from, int to) {
        int i = from;
        while (i <= to - COUNT && areWithoutLf(at(octets, i))) {
            i += COUNT;
        }
        while (i < to && octets[i] != '\n') {
            i++;
        }
        return i;
    }

    /** In each octet without a highest bit: sets it where the octet is as large as that, or larger. */
    private static long from(long octets, int least) {
        return octets + (0x80 - least) * ONES;
    }

    /** Whether all are ASCII and have their highest bit in the flags. */
    private static boolean allHave(long octets, long flags) {
        return (flags & ~octets & HIGHEST_BITS) == HIGHEST_BITS;
    }
}
