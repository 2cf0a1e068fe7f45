package dev.imappoller.poller.credential;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;

/** A key of Standard Webhooks, written {@code whsec_} and 24 to 64 octets in base64. It can sign, and never be printed. */
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is none; the message says why, and doesn't repeat it
     */
    public static SigningSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("must begin with whsec_");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be base64 after whsec_");
        }
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException("must hold a key of " + SHORTEST + " to " + LONGEST + " octets");
        }
        return new SigningSecret(key);
    }

    /**
     * Reads one or more keys, separated by white space.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static List<SigningSecret> parseAll(String text) {
        StringTokenizer keys = new StringTokenizer(text);
        return keys.hasMoreTokens()
                ? Collections.list(keys).stream()
                        .map(key -> parse((String) key))
                        .toList()
                : List.of(parse(""));
    }

    /** The key itself, for the one place that signs. */
    public byte[] reveal() {
        return key.clone();
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SigningSecret secret && MessageDigest.isEqual(key, secret.key);
    }

    @Override
    public int hashCode() {
        return 0; // A hash would say something about the key.
    }

    @Override
    public String toString() {
        return "***";
    }
}
