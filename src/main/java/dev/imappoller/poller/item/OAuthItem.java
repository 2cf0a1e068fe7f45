package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.AuthorizationServer;
import dev.imappoller.poller.credential.OAuthClient;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.credential.Thumbprint;
import dev.imappoller.poller.item.ItemAttribute.Group;
import dev.imappoller.poller.provider.OAuthPreset;
import dev.imappoller.poller.url.WebUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the map {@code oauth} of an item: each grant has attributes of its own, and one that belongs to another grant is refused. */
final class OAuthItem {
    private static final WebUrl NOWHERE = WebUrl.parse("https://invalid/");

    /** Stands in for a reference that is missing or bad, in an item that is then invalid as a whole. */
    private static final SecretReference NOTHING = SecretReference.parse("ssm:invalid");

    private static final List<ItemAttribute> OF_A_CLIENT = List.of(
            ItemAttribute.CLIENT_SECRET,
            ItemAttribute.CLIENT_SECRET_REF,
            ItemAttribute.CLIENT_ASSERTION_KEY_REF,
            ItemAttribute.THUMBPRINT);

    private static final List<ItemAttribute> OF_A_PERSON = List.of(
            ItemAttribute.REFRESH_TOKEN,
            ItemAttribute.REFRESH_TOKEN_REF,
            ItemAttribute.AUTHORIZATION_URL,
            ItemAttribute.DEVICE_AUTHORIZATION_URL,
            ItemAttribute.REDIRECT_URI);

    private static final List<ItemAttribute> OF_A_SERVICE_ACCOUNT =
            List.of(ItemAttribute.PRIVATE_KEY_REF, ItemAttribute.SUBJECT);

    private final Attributes oauth;
    private final @Nullable OAuthPreset preset;
    private final String username;
    private final @Nullable String tenant;

    /**
     * @param preset what the item's provider has for what the map leaves out
     * @param username of the item
     */
    OAuthItem(Attributes oauth, @Nullable OAuthPreset preset, String username) {
        this.oauth = oauth;
        this.preset = preset;
        this.username = username;
        this.tenant = tenant().orElse(null);
    }

    /** The grant; empty where nobody knows which is meant, which is a problem. */
    Optional<OAuthGrant> grant() {
        oauth.names().stream()
                .filter(name -> ItemAttribute.called(name, Group.OAUTH).isEmpty())
                .sorted()
                .forEach(name ->
                        oauth.problem(name, "is unknown: an oauth map has " + ItemAttribute.names(Group.OAUTH)));
        if (oauth.has(ItemAttribute.GRANT) && oauth.text(ItemAttribute.GRANT).isEmpty()) {
            return Optional.empty();
        }
        return switch (oauth.textOrDefault(ItemAttribute.GRANT)) {
            case OAuthGrant.AuthorizationCode.WORD -> Optional.of(authorizationCode());
            case OAuthGrant.ClientCredentials.WORD -> Optional.of(clientCredentials());
            case OAuthGrant.JwtBearer.WORD -> Optional.of(jwtBearer());
            default -> {
                oauth.problem(ItemAttribute.GRANT, "must be " + ItemAttribute.GRANT.shape());
                yield Optional.empty();
            }
        };
    }

    private OAuthGrant authorizationCode() {
        foreign(OF_A_SERVICE_ACCOUNT, OAuthGrant.JwtBearer.WORD);
        Optional<SecretSource> refreshToken =
                oauth.source(ItemAttribute.REFRESH_TOKEN, ItemAttribute.REFRESH_TOKEN_REF);
        if (!oauth.has(ItemAttribute.REFRESH_TOKEN) && !oauth.has(ItemAttribute.REFRESH_TOKEN_REF)) {
            oauth.problem(
                    ItemAttribute.REFRESH_TOKEN_REF,
                    "is missing: where op authorize is to keep what a person grants; without a person,"
                            + " set grant to client_credentials or jwt-bearer");
        }
        OAuthClient client = client();
        if (refreshToken.flatMap(SecretSource::kept).isPresent()
                && client.proof().source().equals(refreshToken)) {
            oauth.problem(
                    ItemAttribute.REFRESH_TOKEN_REF,
                    "names what the client proves itself with, which a refresh token would be written over: keep them apart");
        }
        return new OAuthGrant.AuthorizationCode(
                tokenUrl(),
                scope(OAuthPreset::scope),
                client,
                refreshToken.orElse(new SecretSource.Kept(NOTHING)),
                server());
    }

    private OAuthGrant clientCredentials() {
        foreign(OF_A_SERVICE_ACCOUNT, OAuthGrant.JwtBearer.WORD);
        foreign(OF_A_PERSON, OAuthGrant.AuthorizationCode.WORD);
        Optional<OAuthPreset> known = presetOfTokens();
        if (known.isPresent() && known.flatMap(OAuthPreset::applicationScope).isEmpty()) {
            oauth.problem(
                    ItemAttribute.GRANT,
                    "can't be client_credentials with this provider: microsoft365 alone has that; at Google take jwt-bearer");
        } else if (known.isPresent() && !oauth.has(ItemAttribute.TENANT)) {
            oauth.problem(
                    ItemAttribute.TENANT,
                    "is missing: " + ItemAttribute.TENANT.shape() + ", needed with grant client_credentials");
        }
        OAuthClient client = client();
        if (client.proof().source().isEmpty() && OF_A_CLIENT.stream().noneMatch(oauth::has)) {
            oauth.problem(
                    ItemAttribute.CLIENT_SECRET_REF,
                    "is missing: with grant client_credentials the client proves itself by its secret, or by"
                            + " clientAssertionKeyRef and thumbprint");
        }
        return new OAuthGrant.ClientCredentials(
                tokenUrl(), scope(any -> any.applicationScope().orElse(any.scope())), client);
    }

    /** The provider's, if its token endpoint is used. */
    private Optional<OAuthPreset> presetOfTokens() {
        return Optional.ofNullable(preset).filter(known -> !oauth.has(ItemAttribute.TOKEN_URL));
    }

    private OAuthGrant jwtBearer() {
        foreign(OF_A_CLIENT, OAuthGrant.AuthorizationCode.WORD + " and " + OAuthGrant.ClientCredentials.WORD);
        foreign(OF_A_PERSON, OAuthGrant.AuthorizationCode.WORD);
        if (presetOfTokens().filter(known -> known != OAuthPreset.GOOGLE).isPresent()) {
            oauth.problem(ItemAttribute.GRANT, "can't be jwt-bearer with this provider: Google alone has that");
        }
        if (!oauth.has(ItemAttribute.PRIVATE_KEY_REF)) {
            oauth.problem(ItemAttribute.PRIVATE_KEY_REF, "is missing: the private key of the service account");
        }
        Optional<String> scope = scope(OAuthPreset::scope);
        if (scope.isEmpty() && !oauth.has(ItemAttribute.SCOPE)) {
            oauth.problem(ItemAttribute.SCOPE, "is missing: with grant jwt-bearer, such as https://mail.google.com/");
        }
        return new OAuthGrant.JwtBearer(
                tokenUrl(),
                scope,
                oauth.text(ItemAttribute.CLIENT_ID),
                oauth.reference(ItemAttribute.PRIVATE_KEY_REF).orElse(NOTHING),
                oauth.text(ItemAttribute.SUBJECT).orElse(username));
    }

    private void foreign(List<ItemAttribute> attributes, String grant) {
        attributes.stream()
                .filter(oauth::has)
                .forEach(attribute ->
                        oauth.problem(attribute, "belongs to grant " + grant + ": remove it, or change grant"));
    }

    private OAuthClient client() {
        String id = oauth.required(ItemAttribute.CLIENT_ID);
        Optional<SecretSource> secret = oauth.source(ItemAttribute.CLIENT_SECRET, ItemAttribute.CLIENT_SECRET_REF);
        boolean hasSecret = oauth.has(ItemAttribute.CLIENT_SECRET) || oauth.has(ItemAttribute.CLIENT_SECRET_REF);
        boolean hasKey = oauth.has(ItemAttribute.CLIENT_ASSERTION_KEY_REF);
        if (hasKey && hasSecret) {
            oauth.problem(
                    ItemAttribute.CLIENT_ASSERTION_KEY_REF, "can't stand beside the client's secret: keep one of them");
        }
        if (hasKey != oauth.has(ItemAttribute.THUMBPRINT)) {
            ItemAttribute missing = hasKey ? ItemAttribute.THUMBPRINT : ItemAttribute.CLIENT_ASSERTION_KEY_REF;
            oauth.problem(
                    missing,
                    "is missing: " + missing.shape() + "; clientAssertionKeyRef and thumbprint need each other");
        }
        Optional<SecretReference> key = oauth.reference(ItemAttribute.CLIENT_ASSERTION_KEY_REF);
        Optional<Thumbprint> thumbprint = thumbprint();
        if (key.isPresent() && thumbprint.isPresent()) {
            return new OAuthClient(id, new OAuthClient.SignedAssertion(key.get(), thumbprint.get()));
        }
        return new OAuthClient(
                id, secret.<OAuthClient.Proof>map(OAuthClient.SharedSecret::new).orElseGet(OAuthClient.Nothing::new));
    }

    private Optional<Thumbprint> thumbprint() {
        return oauth.text(ItemAttribute.THUMBPRINT).flatMap(text -> {
            try {
                return Optional.of(Thumbprint.parse(text));
            } catch (IllegalArgumentException e) {
                oauth.problem(ItemAttribute.THUMBPRINT, "must be " + ItemAttribute.THUMBPRINT.shape());
                return Optional.empty();
            }
        });
    }

    private Optional<String> scope(Function<OAuthPreset, String> ofPreset) {
        return oauth.has(ItemAttribute.SCOPE)
                ? oauth.text(ItemAttribute.SCOPE)
                : Optional.ofNullable(preset).map(ofPreset);
    }

    /** A provider's pages are those of its own token endpoint, and of no other. */
    private AuthorizationServer server() {
        Optional<OAuthPreset> pages = presetOfTokens();
        return new AuthorizationServer(
                url(ItemAttribute.AUTHORIZATION_URL)
                        .or(() -> pages.map(known -> WebUrl.parse(known.authorizationUrl(tenant)))),
                url(ItemAttribute.DEVICE_AUTHORIZATION_URL)
                        .or(() -> pages.flatMap(known -> known.deviceAuthorizationUrl(tenant))
                                .map(WebUrl::parse)),
                redirectUri().orElseGet(() -> preset == null ? OAuthPreset.LOOPBACK : preset.redirectUri()));
    }

    private Optional<String> redirectUri() {
        Optional<String> uri = oauth.text(ItemAttribute.REDIRECT_URI);
        try {
            uri.ifPresent(Target::parse);
        } catch (IllegalArgumentException e) {
            oauth.problem(ItemAttribute.REDIRECT_URI, e.getMessage() + ": " + ItemAttribute.REDIRECT_URI.shape());
        }
        return uri;
    }

    /** What the map says itself, or else the provider's. */
    private WebUrl tokenUrl() {
        Optional<OAuthPreset> known = presetOfTokens();
        if (known.isPresent()) {
            return WebUrl.parse(known.get().tokenUrl(tenant));
        }
        return oauth.required(ItemAttribute.TOKEN_URL).isEmpty()
                ? NOWHERE
                : url(ItemAttribute.TOKEN_URL).orElse(NOWHERE);
    }

    private Optional<String> tenant() {
        Optional<String> named = oauth.text(ItemAttribute.TENANT);
        if (named.isEmpty()) {
            return named;
        }
        if (oauth.has(ItemAttribute.TOKEN_URL)
                || preset == null
                || preset.tenant().isEmpty()) {
            oauth.problem(
                    ItemAttribute.TENANT,
                    "is for the provider microsoft365 without a tokenUrl, which has the tenant in it otherwise");
            return Optional.empty();
        }
        boolean plain = Characters.all(named.get(), 1, 255, c -> Characters.isAlphanumeric(c) || "-._".indexOf(c) >= 0);
        if (!plain || !Characters.isAlphanumeric(named.get().charAt(0))) {
            oauth.problem(ItemAttribute.TENANT, "must be " + ItemAttribute.TENANT.shape());
            return Optional.empty();
        }
        return named;
    }

    private Optional<WebUrl> url(ItemAttribute attribute) {
        return oauth.text(attribute).map(url -> {
            try {
                Target target = Target.parse(url);
                if (!target.url().isHttps()) {
                    oauth.problem(attribute, "must be https, whatever is allowed for url: secrets and tokens go there");
                }
                if (target.authorization().isPresent()) {
                    oauth.problem(
                            attribute, "must not hold a user or password: they go into clientId and clientSecret");
                }
                return target.url();
            } catch (IllegalArgumentException e) {
                oauth.problem(attribute, e.getMessage() + ": " + attribute.shape());
                return NOWHERE;
            }
        });
    }
}
