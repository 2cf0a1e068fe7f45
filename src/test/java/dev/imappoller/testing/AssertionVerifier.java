package dev.imappoller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifies assertions (RFC 7523, section 3) as a token endpoint does, by a key that it knows beforehand. */
public final class AssertionVerifier {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Set<String> seen = new HashSet<>();
    private Optional<PublicKey> key = Optional.empty();
    private Map<String, String> headers = Map.of();
    private Map<String, String> claims = Map.of();
    private long longest;

    AssertionVerifier(Clock clock) {
        this.clock = clock;
    }

    /**
     * Trusts one key.
     *
     * @param header what must stand in the header
     * @param claim what must stand in the claims, beside the audience
     * @param seconds how long an assertion may last at the most
     */
    public void trust(PublicKey trusted, Map<String, String> header, Map<String, String> claim, long seconds) {
        key = Optional.of(trusted);
        headers = Map.copyOf(header);
        claims = Map.copyOf(claim);
        longest = seconds;
    }

    /** What is wrong with an assertion; empty if nothing is. */
    synchronized Optional<String> problem(String assertion, URI audience) {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3 || key.isEmpty()) {
            return Optional.of("no assertion, or none is expected");
        }
        JsonNode header = json(parts[0]);
        JsonNode claim = json(parts[1]);
        long now = clock.instant().getEpochSecond();
        long issued = claim.path("iat").asLong();
        long ends = claim.path("exp").asLong();
        if (!verifies(header.path("alg").asText(), parts)) {
            return Optional.of("Invalid JWT Signature.");
        }
        if (!header.path("typ").asText().equals("JWT") || !holds(header, headers)) {
            return Optional.of("header " + header);
        }
        if (!claim.path("aud").asText().equals(audience.toString()) || !holds(claim, claims)) {
            return Optional.of("claims " + claim);
        }
        if (Math.abs(issued - now) > 60 || ends <= now || ends - issued > longest || ends - issued > 3600) {
            return Optional.of("Invalid JWT: Token must be a short-lived token (60 minutes)");
        }
        String id = claim.path("jti").asText();
        return id.length() >= 32 && seen.add(id) ? Optional.empty() : Optional.of("jti");
    }

    private static boolean holds(JsonNode json, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(each -> json.path(each.getKey()).asText().equals(each.getValue()));
    }

    private boolean verifies(String algorithm, String[] parts) {
        try {
            Signature signature = Signature.getInstance(algorithm.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
            if (algorithm.equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initVerify(key.orElseThrow());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return (algorithm.equals("PS256") || algorithm.equals("RS256"))
                    && signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonNode json(String part) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IOException | IllegalArgumentException e) {
            return JSON.createObjectNode();
        }
    }
}
