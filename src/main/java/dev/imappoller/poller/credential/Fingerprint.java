package dev.imappoller.poller.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A hash that shows whether something has changed, without revealing it. */
public final class Fingerprint {
    /** Long enough to notice a change, and too short to find a password by guessing. */
    private static final int OCTETS = 4;

    private Fingerprint() {}

    /** Eight hexadecimal digits, the same for the same parts in the same order. */
    public static String of(String... parts) {
        byte[] octets = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
