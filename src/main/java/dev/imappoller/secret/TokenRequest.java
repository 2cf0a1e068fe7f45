package dev.imappoller.secret;

import dev.imappoller.poller.item.OAuthGrant;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.masking.Masking;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a token endpoint is asked with (RFC 6749, sections 4.4.2 and 6), the client's secret in the body (section 2.3.1). */
record TokenRequest(OAuthGrant grant, Optional<Secret> clientSecret, Optional<Secret> refreshToken) {
    /** The same with another refresh token. */
    TokenRequest with(Secret newRefreshToken) {
        return new TokenRequest(grant, clientSecret, Optional.of(newRefreshToken));
    }

    Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", refreshToken.isPresent() ? "refresh_token" : "client_credentials");
        form.put("client_id", grant.clientId());
        clientSecret.ifPresent(secret -> form.put("client_secret", secret.reveal()));
        refreshToken.ifPresent(token -> form.put("refresh_token", token.reveal()));
        grant.scope().ifPresent(scope -> form.put("scope", scope));
        return form;
    }

    /** What the endpoint is shown. */
    Masking secrets() {
        return Masking.of(Stream.of(clientSecret, refreshToken).flatMap(Optional::stream));
    }
}
