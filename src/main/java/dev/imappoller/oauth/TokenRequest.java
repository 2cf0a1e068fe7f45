package dev.imappoller.oauth;

import dev.imappoller.poller.credential.OAuthClient;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.wording.SecretFailures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a token endpoint is asked with.
 *
 * @param proof the client's secret or key
 * @param granted the refresh token, or the service account's key
 */
record TokenRequest(OAuthGrant grant, Optional<Secret> proof, Optional<Secret> granted) {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** The same with another refresh token. */
    TokenRequest with(Secret newRefreshToken) {
        return new TokenRequest(grant, proof, Optional.of(newRefreshToken));
    }

    /** The refresh token, where the grant has one. */
    Optional<Secret> refreshToken() {
        return grant.refreshToken().isPresent() ? granted : Optional.empty();
    }

    /**
     * The form, with assertions signed for this moment.
     *
     * @throws CredentialsException if a key is none
     */
    Map<String, String> form(Assertions assertions) throws CredentialsException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant.type());
        if (grant.byServiceAccount().isPresent()) {
            form.put("assertion", assertion(grant.byServiceAccount().get(), assertions));
            return form; // The scope stands in the assertion.
        }
        if (grant.application().isPresent()) {
            form.putAll(client(grant.application().get(), assertions));
        }
        refreshToken().ifPresent(token -> form.put("refresh_token", token.reveal()));
        grant.scope().ifPresent(scope -> form.put("scope", scope));
        return form;
    }

    /**
     * The client and its proof (RFC 6749, section 2.3.1, and RFC 7523, section 2.2).
     *
     * @throws CredentialsException if its key is none
     */
    Map<String, String> client(OAuthClient client, Assertions assertions) throws CredentialsException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", client.id());
        Optional<OAuthClient.SignedAssertion> signed = client.proof().assertion();
        if (signed.isPresent()) {
            SigningKey key = key(signed.get().key(), proof.orElseThrow());
            form.put("client_assertion_type", ASSERTION_TYPE);
            form.put(
                    "client_assertion",
                    assertions.client(
                            key, grant.tokenUrl(), client.id(), signed.get().certificate()));
        } else {
            proof.ifPresent(secret -> form.put("client_secret", secret.reveal()));
        }
        return form;
    }

    private String assertion(OAuthGrant.JwtBearer bearer, Assertions assertions) throws CredentialsException {
        SigningKey key = key(bearer.privateKey(), granted.orElseThrow());
        Optional<String> issuer = bearer.issuer().or(key::account);
        if (issuer.isEmpty()) {
            throw unusable(
                    bearer.privateKey(),
                    "it does not name the service account. Keep Google's whole key file, or write the account's address"
                            + " into clientId");
        }
        return assertions.grant(
                key,
                bearer.tokenUrl(),
                issuer.get(),
                bearer.subject(),
                bearer.scope().orElse(""));
    }

    private static SigningKey key(SecretReference reference, Secret secret) throws CredentialsException {
        try {
            return SigningKey.read(secret);
        } catch (UnusableKeyException e) {
            throw unusable(reference, e.why());
        }
    }

    private static CredentialsException unusable(SecretReference reference, String why) {
        return new CredentialsException(SecretFailures.unusableKey(reference, why));
    }

    /** What the endpoint is shown. */
    Masking secrets() {
        return Masking.of(Stream.of(proof, granted).flatMap(Optional::stream));
    }
}
