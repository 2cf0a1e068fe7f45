package dev.imappoller.poller.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.OptionalLong;

/** The {@code webhook-id} of a message (Standard Webhooks): what a receiver recognizes a repeated delivery by. */
public final class WebhookId {
    /** Base32 (RFC 4648, section 6) in lower case. */
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private WebhookId() {}

    /** The same for the same message for ever: 52 characters that say nothing about what they were made from. */
    public static String of(String pollerId, String folder, long uidValidity, long uid) {
        return of(pollerId, folder, OptionalLong.of(uidValidity), uid);
    }

    /** As above; without a UIDVALIDITY the same only as long as the server gives a message the same UID. */
    public static String of(String pollerId, String folder, OptionalLong uidValidity, long uid) {
        String validity = uidValidity.isPresent() ? Long.toString(uidValidity.getAsLong()) : "none";
        // No part holds a line break, so different parts never give the same text.
        return of(pollerId + "\n" + folder + "\n" + validity + "\n" + uid);
    }

    /** That of an alert: the same for the same news. */
    public static String ofAlert(String pollerId, String type, Instant since) {
        return of("alert\n" + pollerId + "\n" + type + "\n" + since);
    }

    private static String of(String identity) {
        try {
            return base32(MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String base32(byte[] octets) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte octet : octets) {
            bits = (bits << 8 | octet & 0xff) & 0xfff;
            held += 8;
            while (held >= 5) {
                held -= 5;
                text.append(ALPHABET.charAt(bits >> held & 31));
            }
        }
        return text.append(ALPHABET.charAt(bits << 5 - held & 31)).toString();
    }
}
