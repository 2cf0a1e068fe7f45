package dev.imappoller.poller.credential;

import dev.imappoller.message.octets.Characters;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The hash of a certificate, by which it is known (RFC 7515, sections 4.1.7 and 4.1.8).
 *
 * @param hex 40 digits of SHA-1, or 64 of SHA-256
 */
public record Thumbprint(String hex) {
    private static final int SHA1_DIGITS = 40;
    private static final int SHA256_DIGITS = 64;

    /**
     * Reads one as people find it: with or without colons, blanks, and OpenSSL's {@code sha256 Fingerprint=}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Thumbprint parse(String text) {
        String written = text.substring(text.indexOf('=') + 1);
        String digits = Characters.without(written, c -> c == ':' || Characters.isBlank(c))
                .toLowerCase(Locale.ROOT);
        boolean known = digits.length() == SHA1_DIGITS || digits.length() == SHA256_DIGITS;
        if (!known || digits.chars().anyMatch(c -> !Characters.isDigit(c) && (c < 'a' || c > 'f'))) {
            throw new IllegalArgumentException("must be 40 (SHA-1) or 64 (SHA-256) hexadecimal digits");
        }
        return new Thumbprint(digits);
    }

    public boolean isSha256() {
        return hex.length() == SHA256_DIGITS;
    }

    public byte[] octets() {
        return HexFormat.of().parseHex(hex);
    }
}
