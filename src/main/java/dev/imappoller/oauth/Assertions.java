package dev.imappoller.oauth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imappoller.poller.credential.Thumbprint;
import dev.imappoller.poller.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Signs the assertions that stand in the place of a secret or of a person's grant (RFC 7523). */
public final class Assertions {
    /** Of Google's: the most that it takes. */
    private static final Duration LASTS = Duration.ofHours(1);

    /** Of a client's: Microsoft asks for five to ten minutes. */
    private static final Duration CLIENT_LASTS = Duration.ofMinutes(10);

    /** RFC 7518, section 3.5. */
    private static final PSSParameterSpec PS256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private final ObjectMapper json = new ObjectMapper();
    private final Clock clock;

    public Assertions(Clock clock) {
        this.clock = clock;
    }

    /** A grant (section 2.1): the service account asks for what the subject may do. */
    String grant(SigningKey key, WebUrl tokenUrl, String issuer, String subject, String scope) {
        ObjectNode header = header("RS256");
        key.id().ifPresent(id -> header.put("kid", id));
        ObjectNode claims = claims(tokenUrl, issuer, subject, LASTS).put("scope", scope);
        return signed(header, claims, key.key());
    }

    /**
     * A client's proof (section 2.2). As Microsoft's own libraries do, a SHA-256 thumbprint goes with PS256, and a SHA-1 thumbprint with
     * RS256.
     */
    String client(SigningKey key, WebUrl tokenUrl, String clientId, Thumbprint certificate) {
        ObjectNode header = header(certificate.isSha256() ? "PS256" : "RS256")
                .put(certificate.isSha256() ? "x5t#S256" : "x5t", base64(certificate.octets()));
        ObjectNode claims = claims(tokenUrl, clientId, clientId, CLIENT_LASTS);
        claims.put("nbf", claims.path("iat").asLong());
        return signed(header, claims, key.key());
    }

    private ObjectNode header(String algorithm) {
        return json.createObjectNode().put("alg", algorithm).put("typ", "JWT");
    }

    private ObjectNode claims(WebUrl audience, String issuer, String subject, Duration lasts) {
        Instant now = clock.instant();
        return json.createObjectNode()
                .put("aud", audience.text())
                .put("iss", issuer)
                .put("sub", subject)
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(lasts).getEpochSecond());
    }

    private static String signed(ObjectNode header, ObjectNode claims, PrivateKey key) {
        String what = base64(octets(header.toString())) + "." + base64(octets(claims.toString()));
        try {
            Signature signature = signature(header.path("alg").asText());
            signature.initSign(key);
            signature.update(octets(what));
            return what + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every RSA key of that length signs", e);
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        if (algorithm.equals("RS256")) {
            return Signature.getInstance("SHA256withRSA");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(PS256);
        return signature;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
