package dev.imappoller.message.charset;

import dev.imappoller.message.octets.EightOctets;

/** Looks at octets to tell whether they can be UTF-8 (RFC 3629). */
public final class Utf8Scan {
    private long characters;
    private long errors;
    private boolean nul;
    private int expected;
    private int low;
    private int high;

    /** Looks at all of them. */
    public static Utf8Scan of(byte[] octets) {
        Utf8Scan scan = new Utf8Scan();
        scan.accept(octets, octets.length);
        return scan;
    }

    void accept(byte[] octets, int count) {
        int i = 0;
        while (i < count) {
            if (expected == 0) {
                while (i <= count - EightOctets.COUNT && EightOctets.areAscii(EightOctets.at(octets, i))) {
                    i += EightOctets.COUNT;
                }
                while (i < count && octets[i] > 0) {
                    i++;
                }
            }
            if (i < count) {
                accept(octets[i++] & 0xff);
            }
        }
    }

    private void accept(int octet) {
        if (expected > 0) {
            if (octet >= low && octet <= high) {
                expected--;
                low = 0x80;
                high = 0xbf;
                characters += expected == 0 ? 1 : 0;
                return;
            }
            expected = 0;
            errors++;
        }
        nul |= octet == 0;
        if (octet >= 0x80) {
            lead(octet);
        }
    }

    /** Whether all octets are of US-ASCII. */
    boolean isAscii() {
        return characters == 0 && errors == 0 && expected == 0;
    }

    /** Whether there is no error in it; the last character may be cut off. */
    public boolean isValid() {
        return errors == 0 && (expected == 0 || characters > 0);
    }

    /** Whether most of what is not US-ASCII is UTF-8. */
    boolean isMostlyValid() {
        return characters > errors;
    }

    /** Whether there are so many characters beyond US-ASCII. */
    boolean hasCharacters(long least) {
        return characters >= least;
    }

    boolean hasNul() {
        return nul;
    }

    private void lead(int octet) {
        low = octet == 0xe0 ? 0xa0 : octet == 0xf0 ? 0x90 : 0x80;
        high = octet == 0xed ? 0x9f : octet == 0xf4 ? 0x8f : 0xbf;
        if (octet >= 0xc2 && octet <= 0xdf) {
            expected = 1;
        } else if (octet >= 0xe0 && octet <= 0xef) {
            expected = 2;
        } else if (octet >= 0xf0 && octet <= 0xf4) {
            expected = 3;
        } else {
            errors++;
        }
    }
}
