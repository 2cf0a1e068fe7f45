package dev.imappoller.poller.item;

import dev.imappoller.poller.url.WebUrl;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How access tokens are got (RFC 6749): by the client alone (section 4.4), or by a refresh token that a person granted (section 6).
 *
 * @param tokenUrl https, without user info
 * @param clientSecret needed without a refresh token; with one, public clients have none
 * @param scope what is asked for, space-separated; empty leaves it to the endpoint
 * @param refreshToken where there is one, that grant is used
 */
public record OAuthGrant(
        WebUrl tokenUrl,
        String clientId,
        Optional<SecretSource> clientSecret,
        Optional<String> scope,
        Optional<SecretSource> refreshToken) {

    /** Where its secrets are kept that are not in the item. */
    public Stream<SecretReference> references() {
        return Stream.of(clientSecret, refreshToken)
                .flatMap(Optional::stream)
                .flatMap(source -> source.kept().stream());
    }

    /** Whom it asks and how, with where its secrets are kept. */
    String words() {
        String kept = references().map(SecretReference::toString).collect(Collectors.joining(" and "));
        return tokenUrl.display() + " (grant " + (refreshToken.isPresent() ? "refresh_token" : "client_credentials")
                + (kept.isEmpty() ? "" : ", with " + kept) + ")";
    }

    /** Its secrets that stand in the item. */
    public Stream<Secret> given() {
        return Stream.of(clientSecret, refreshToken)
                .flatMap(Optional::stream)
                .flatMap(source -> source.given().stream());
    }
}
