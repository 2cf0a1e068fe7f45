package dev.imappoller.poller.credential;

import dev.imappoller.poller.url.WebUrl;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How access tokens are got (RFC 6749). */
public sealed interface OAuthGrant {
    /** The token endpoint: https, without user info. */
    WebUrl tokenUrl();

    /** What is asked for, space-separated; empty leaves it to the endpoint. */
    Optional<String> scope();

    /** What an item calls it. */
    String word();

    /** What a token endpoint calls the way by which a token is got of it. */
    String type();

    /** The application that asks; empty where a service account asks for itself. */
    default Optional<OAuthClient> application() {
        return Optional.empty();
    }

    /** The grant that a person has to give, if this is it. */
    default Optional<AuthorizationCode> byPerson() {
        return Optional.empty();
    }

    /** The service account's, if this is it. */
    default Optional<JwtBearer> byServiceAccount() {
        return Optional.empty();
    }

    /** All that is proved with. */
    Stream<SecretSource> sources();

    /** What a person granted; empty where nobody has to. */
    default Optional<SecretSource> refreshToken() {
        return Optional.empty();
    }

    /** By a refresh token (section 6), which a person's authorization code was traded for (section 4.1). */
    record AuthorizationCode(
            WebUrl tokenUrl, Optional<String> scope, OAuthClient client, SecretSource kept, AuthorizationServer server)
            implements OAuthGrant {
        public static final String WORD = "authorization_code";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public String type() {
            return "refresh_token";
        }

        @Override
        public Optional<OAuthClient> application() {
            return Optional.of(client);
        }

        @Override
        public Optional<AuthorizationCode> byPerson() {
            return Optional.of(this);
        }

        @Override
        public Stream<SecretSource> sources() {
            return Stream.concat(client.proof().source().stream(), Stream.of(kept));
        }

        @Override
        public Optional<SecretSource> refreshToken() {
            return Optional.of(kept);
        }
    }

    /** By the client alone (section 4.4). */
    record ClientCredentials(WebUrl tokenUrl, Optional<String> scope, OAuthClient client) implements OAuthGrant {
        public static final String WORD = "client_credentials";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public String type() {
            return WORD;
        }

        @Override
        public Optional<OAuthClient> application() {
            return Optional.of(client);
        }

        @Override
        public Stream<SecretSource> sources() {
            return client.proof().source().stream();
        }
    }

    /**
     * By a signed assertion (RFC 7523, section 2.1): a service account that may act for others.
     *
     * @param issuer the service account; empty where its key file names it
     * @param subject whose mailbox is read
     */
    record JwtBearer(
            WebUrl tokenUrl,
            Optional<String> scope,
            Optional<String> issuer,
            SecretReference privateKey,
            String subject)
            implements OAuthGrant {
        public static final String WORD = "jwt-bearer";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public String type() {
            return "urn:ietf:params:oauth:grant-type:jwt-bearer";
        }

        @Override
        public Optional<JwtBearer> byServiceAccount() {
            return Optional.of(this);
        }

        @Override
        public Stream<SecretSource> sources() {
            return Stream.of(new SecretSource.Kept(privateKey));
        }
    }

    /** Where its secrets are kept that are not in the item. */
    default Stream<SecretReference> references() {
        return sources().flatMap(source -> source.kept().stream());
    }

    /** Whom it asks and how, with where its secrets are kept. */
    default String words() {
        String kept = references().map(SecretReference::toString).collect(Collectors.joining(" and "));
        return tokenUrl().display() + " (grant " + word() + (kept.isEmpty() ? "" : ", with " + kept) + ")";
    }

    /** Its secrets that stand in the item. */
    default Stream<Secret> given() {
        return sources().flatMap(source -> source.given().stream());
    }
}
