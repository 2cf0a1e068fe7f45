package dev.imappoller.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.Secret;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An RSA key that assertions are signed with, as people keep it: PEM with PKCS #8 (RFC 7468, section 10), or Google's key file.
 *
 * @param id what the key file calls it
 * @param account the service account that the key file is of
 */
record SigningKey(PrivateKey key, Optional<String> id, Optional<String> account) {
    /** Google and Microsoft take no shorter ones. */
    private static final int SHORTEST = 2048;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** The object identifiers in front of keys of other kinds: elliptic curves (RFC 5480), Ed25519 and Ed448 (RFC 8410). */
    private static final String EC = "06072a8648ce3d0201";

    private static final String ED = "06032b65";

    private static final String CONVERT = "openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out NEW.pem";

    /**
     * Reads a key.
     *
     * @throws UnusableKeyException if it is none
     */
    static SigningKey read(Secret secret) throws UnusableKeyException {
        String text = secret.reveal().strip();
        if (!text.startsWith("{")) {
            return new SigningKey(pem(text), Optional.empty(), Optional.empty());
        }
        JsonNode file = json(text);
        String key = file.path("private_key").asText("");
        if (key.isEmpty()) {
            boolean client = file.has("installed") || file.has("web");
            throw new UnusableKeyException(
                    (client ? "it is the file of an OAuth client" : "its JSON has no private_key")
                            + ". Keep the key file that Google makes for a service account (Keys, Add key, JSON)");
        }
        return new SigningKey(pem(key.strip()), member(file, "private_key_id"), member(file, "client_email"));
    }

    private static Optional<String> member(JsonNode file, String name) {
        return Optional.of(file.path(name).asText("")).filter(value -> !value.isBlank());
    }

    private static JsonNode json(String text) throws UnusableKeyException {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) { // It quotes the text.
            throw new UnusableKeyException(
                    "it begins as JSON does, and is none. Keep the key file as it was downloaded");
        }
    }

    private static PrivateKey pem(String text) throws UnusableKeyException {
        // Copied out of a JSON file, line breaks are two characters.
        String lines = text.replace("\\n", "\n");
        for (int begin = lines.indexOf(BEGIN); begin >= 0; begin = lines.indexOf(BEGIN, begin + 1)) {
            int labelled = lines.indexOf(DASHES, begin + BEGIN.length());
            if (labelled < 0) {
                break;
            }
            String label = lines.substring(begin + BEGIN.length(), labelled);
            if (label.endsWith("PRIVATE KEY")) {
                return key(label, lines, labelled + DASHES.length());
            }
        }
        throw new UnusableKeyException(
                lines.contains(BEGIN)
                        ? "it has no private key in it, but a certificate or a public key. Keep the file with BEGIN PRIVATE KEY"
                        : "it is no PEM. Keep the file with BEGIN PRIVATE KEY; one in DER is converted by openssl pkcs8"
                                + " -topk8 -nocrypt -inform DER -in KEY.der -out NEW.pem, one in PKCS #12 (.pfx) by openssl"
                                + " pkcs12 -in KEY.pfx -nocerts -nodes -out NEW.pem");
    }

    private static PrivateKey key(String label, String lines, int from) throws UnusableKeyException {
        int end = lines.indexOf(END, from);
        String body = end < 0 ? lines.substring(from) : lines.substring(from, end);
        if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new UnusableKeyException(
                    "it is encrypted with a password. Take that off: openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out NEW.pem");
        }
        switch (label) {
            case "PRIVATE KEY" -> {
                return pkcs8(body);
            }
            case "RSA PRIVATE KEY" ->
                throw new UnusableKeyException("it is in PKCS #1 (BEGIN RSA PRIVATE KEY). Convert it: " + CONVERT);
            case "EC PRIVATE KEY", "DSA PRIVATE KEY" -> throw notRsa();
            case "OPENSSH PRIVATE KEY" ->
                throw new UnusableKeyException(
                        "it is in OpenSSH's format. Convert a copy of it: ssh-keygen -p -N '' -m PKCS8 -f COPY");
            default ->
                throw new UnusableKeyException("it is no key in PKCS #8 (BEGIN PRIVATE KEY). Convert it: " + CONVERT);
        }
    }

    private static UnusableKeyException notRsa() {
        return new UnusableKeyException(
                "it is no RSA key. Make one of 2048 bits or more: openssl genpkey -algorithm RSA -pkeyopt"
                        + " rsa_keygen_bits:2048 -out NEW.pem, and its certificate anew");
    }

    private static PrivateKey pkcs8(String body) throws UnusableKeyException {
        byte[] der;
        try {
            der = Base64.getDecoder().decode(Characters.without(body, Characters::isBlank));
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
        PrivateKey key;
        try {
            key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            String hex = HexFormat.of().formatHex(der);
            throw hex.contains(EC) || hex.contains(ED) ? notRsa() : damaged();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
        if (!(key instanceof RSAPrivateKey rsa) || rsa.getModulus().bitLength() < SHORTEST) {
            throw new UnusableKeyException("it is an RSA key of less than 2048 bits. Make a longer one");
        }
        return key;
    }

    private static UnusableKeyException damaged() {
        return new UnusableKeyException(
                "it is damaged: what stands between BEGIN and END PRIVATE KEY is no RSA key. Store the file once more, whole");
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "a key";
    }
}
