package dev.imappoller.poller.masking;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The forms in which others may repeat a secret. Escapes are not among them, since they are undone first. */
final class SecretForms {
    /** A shorter one can't be told from other letters. */
    static final int SHORTEST = 4;

    /** A longer one, such as an access token, is looked for in fewer forms: in those that servers use. */
    private static final int LONGEST_TWICE = 400;

    private static final HexFormat HEX = HexFormat.of();

    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> tooShort = new LinkedHashSet<>();

    /** Those of which pieces can be found. */
    List<String> all() {
        return List.copyOf(all);
    }

    /** Those that are looked for as they are. */
    List<String> tooShort() {
        return List.copyOf(tooShort);
    }

    SecretForms ofPoller(Poller poller) {
        ofLogin(poller);
        poller.signingSecrets().forEach(key -> add(new Secret(new String(key.reveal(), StandardCharsets.ISO_8859_1))));
        poller.headers().values().forEach(this::add);
        poller.target().authorization().ifPresent(this::basic);
        if (poller.attachmentStore().isPresent()) {
            poller.attachmentStore().get().secret().ifPresent(this::add);
        }
        return this;
    }

    SecretForms ofLogin(Poller poller) {
        poller.login().presented().ifPresent(presented -> shown(poller.username(), presented.secret()));
        poller.login().oauth().ifPresent(grant -> grant.given().forEach(this::add));
        return this;
    }

    /** As SASL PLAIN (RFC 4616) and XOAUTH2 show it. */
    private void shown(String user, Secret secret) {
        add(secret);
        if (!secret.reveal().isEmpty()) {
            encoded("\0" + user + "\0" + secret.reveal());
            encoded(user + "\0" + user + "\0" + secret.reveal());
            encoded("user=" + user + "\1auth=Bearer " + secret.reveal() + "\1\1");
        }
    }

    /** RFC 7617. */
    private void basic(Secret authorization) {
        String value = authorization.reveal();
        String credentials = value.substring(value.indexOf(' ') + 1);
        all.add(credentials);
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            encoded(pair);
            add(new Secret(pair.substring(pair.indexOf(':') + 1)));
        } catch (IllegalArgumentException e) {
            add(authorization);
        }
    }

    /** The secret by itself. */
    SecretForms add(Secret secret) {
        String value = secret.reveal();
        if (value.isBlank()) {
            return this;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (MappedText.of(value).fold(Masking.Fold.VISIBLE).text().length() < SHORTEST) {
            tooShort.add(value);
            tooShort.add(base64(utf8));
            alignments(utf8).stream()
                    .filter(form -> form.length() == SHORTEST - 1)
                    .forEach(tooShort::add);
        }
        byte[] lowOctets = lowOctets(value);
        all.add(value);
        all.add(new String(utf8, StandardCharsets.ISO_8859_1));
        all.add(new String(lowOctets, StandardCharsets.ISO_8859_1));
        octets(utf8);
        octets(lowOctets);
        all.add(value.chars().mapToObj(c -> "u" + HEX.toHexDigits((char) c)).collect(Collectors.joining()));
        return this;
    }

    /** QUIRK: libraries send the low octet of each character. */
    private static byte[] lowOctets(String value) {
        byte[] octets = new byte[value.length()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) value.charAt(i);
        }
        return octets;
    }

    private void octets(byte[] octets) {
        all.add(HEX.formatHex(octets));
        all.addAll(alignments(octets));
        if (octets.length <= LONGEST_TWICE) {
            all.add(numbers(octets, octet -> "x" + HEX.toHexDigits((byte) octet)));
            all.add(numbers(
                    octets, octet -> Integer.toOctalString(0x200 + octet).substring(1)));
            all.add(numbers(octets, Integer::toString));
            all.addAll(alignments(base64(octets).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** As numbers, and as what is left of escapes where a backslash was taken for IMAP's. */
    private static String numbers(byte[] octets, IntFunction<String> written) {
        StringBuilder numbers = new StringBuilder();
        for (byte octet : octets) {
            numbers.append(written.apply(octet & 0xff));
        }
        return numbers.toString();
    }

    private void encoded(String text) {
        octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For each offset modulo 3, the part of the base64 that is the same whatever surrounds these octets. */
    private static List<String> alignments(byte[] octets) {
        List<String> forms = new ArrayList<>();
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + octets.length];
            System.arraycopy(octets, 0, padded, before, octets.length);
            int from = (before * 8 + 5) / 6;
            int to = padded.length * 8 / 6;
            forms.add(base64(padded).substring(Math.min(from, to), to));
        }
        forms.add(base64(octets));
        return forms;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
